package io.voltwright.field.modbus;

import static io.voltwright.field.api.RegisterBus.Priority.POLL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected bytes are the examples printed in the Modbus Application Protocol Specification V1.1b3, by section. */
class PduTest {

    // Section 6.1: coils 20 to 38.
    @Test
    void readsCoils() throws BusException {
        Shape shape = shape(Table.COIL, 0x13, 19);

        assertThat(hex(Pdu.read(shape))).isEqualTo("0100130013");
        assertThat(Pdu.values(shape, bytes("0103CD6B05")))
                .containsExactly(1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1);
    }

    // Section 6.2: discrete inputs 197 to 218.
    @Test
    void readsDiscreteInputs() throws BusException {
        Shape shape = shape(Table.DISCRETE, 0xc4, 22);

        assertThat(hex(Pdu.read(shape))).isEqualTo("0200C40016");
        assertThat(Pdu.values(shape, bytes("0203ACDB35")))
                .containsExactly(0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1);
    }

    // Section 6.3: holding registers 108 to 110.
    @Test
    void readsHoldingRegisters() throws BusException {
        Shape shape = shape(Table.HOLDING, 0x6b, 3);

        assertThat(hex(Pdu.read(shape))).isEqualTo("03006B0003");
        assertThat(Pdu.values(shape, bytes("0306022B00000064"))).containsExactly(555, 0, 100);
    }

    // Section 6.4: input register 9.
    @Test
    void readsInputRegisters() throws BusException {
        Shape shape = shape(Table.INPUT, 8, 1);

        assertThat(hex(Pdu.read(shape))).isEqualTo("0400080001");
        assertThat(Pdu.values(shape, bytes("0402000A"))).containsExactly(10);
    }

    // Section 6.5: coil 173 on.
    @Test
    void writesASingleCoil() throws BusException {
        byte[] pdu = Pdu.write(write(Table.COIL, 0xac, true, 1));

        assertThat(hex(pdu)).isEqualTo("0500ACFF00");
        Pdu.checkEcho(pdu, bytes("0500ACFF00"));
    }

    // Section 6.6: register 2 to 3.
    @Test
    void writesASingleRegister() throws BusException {
        byte[] pdu = Pdu.write(write(Table.HOLDING, 1, true, 3));

        assertThat(hex(pdu)).isEqualTo("0600010003");
        Pdu.checkEcho(pdu, bytes("0600010003"));
    }

    // Section 6.11: ten coils from coil 20.
    @Test
    void writesCoils() throws BusException {
        byte[] pdu = Pdu.write(write(Table.COIL, 0x13, false, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0));

        assertThat(hex(pdu)).isEqualTo("0F0013000A02CD01");
        Pdu.checkEcho(pdu, bytes("0F0013000A"));
    }

    // Section 6.12: two registers from register 2.
    @Test
    void writesRegisters() throws BusException {
        byte[] pdu = Pdu.write(write(Table.HOLDING, 1, false, 0x000a, 0x0102));

        assertThat(hex(pdu)).isEqualTo("100001000204000A0102");
        Pdu.checkEcho(pdu, bytes("1000010002"));
    }

    // Section 7: illegal data address.
    @Test
    void saysWhichExceptionTheDeviceAnswered() {
        Shape shape = shape(Table.COIL, 0x4a1, 1);

        BusException refusal = catchThrowableOfType(BusException.class, () -> Pdu.values(shape, bytes("8102")));

        assertThat(refusal.why()).isEqualTo(BusException.Cause.EXCEPTION);
        assertThat(refusal.code()).isEqualTo(2);
        assertThat(refusal).hasMessageContaining("illegal data address");
    }

    // Rule 2: function and byte count must match.
    @Test
    void takesNoAnswerThatDoesNotFit() {
        Shape shape = shape(Table.HOLDING, 0x6b, 3);
        for (String wrong : List.of(
                "",
                "03",
                "0304022B0000",
                "0306022B000000",
                "0306022B0000006400",
                "0406022B00000064",
                "8402",
                "830200")) {
            assertThatThrownBy(() -> Pdu.values(shape, bytes(wrong)))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.why()).isEqualTo(BusException.Cause.CORRUPT));
        }
    }

    // Rule 2: a write must be echoed, address and value or quantity.
    @Test
    void takesNoEchoThatDiffers() {
        byte[] pdu = Pdu.write(write(Table.HOLDING, 1, true, 3));
        for (String wrong : List.of("0600010004", "0600020003", "1000010003", "06000100", "060001000300")) {
            assertThatThrownBy(() -> Pdu.checkEcho(pdu, bytes(wrong)))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.why()).isEqualTo(BusException.Cause.CORRUPT));
        }
    }

    @Test
    void refusesWhatNoFrameCanHold() {
        List<Request> wrong = List.of(
                Request.read(1, Table.HOLDING, 0, 126, POLL),
                Request.read(1, Table.HOLDING, 0xffff, 2, POLL),
                Request.read(256, Table.HOLDING, 0, 1, POLL),
                Request.read(1, Table.HOLDING, 0, 0, POLL),
                write(Table.INPUT, 0, true, 1),
                write(Table.HOLDING, 0, true, 1, 2),
                write(Table.HOLDING, 0, true, 65536),
                write(Table.COIL, 0, true, 2));
        for (Request request : wrong) {
            assertThatThrownBy(() -> Pdu.check(request))
                    .as(request.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Shape shape(Table table, int address, int count) {
        return Pdu.shape(Request.read(1, table, address, count, POLL));
    }

    private static Request write(Table table, int address, boolean single, Integer... values) {
        return Request.write(1, table, address, List.of(values), single, POLL);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
