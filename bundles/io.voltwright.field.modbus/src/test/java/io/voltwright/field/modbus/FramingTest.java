package io.voltwright.field.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.site.api.Bus.Frame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames as printed in the Modbus over Serial Line Specification V1.02 and the Messaging Implementation Guide V1.0b. */
class FramingTest {

    final Framing rtu = new RtuFraming();
    final Framing ascii = new AsciiFraming();

    // Serial line, section 6.2.2: the CRC of 02 07 is 1241 hex, its low byte sent first.
    @Test
    void checksRtuWithTheLowByteFirst() {
        assertThat(hex(rtu.frame(2, bytes("07")))).isEqualTo("02074112");
    }

    // The request of Application Protocol section 6.3 to unit 17, framed by hand with the CRC algorithm of section
    // 6.2.2.
    @Test
    void framesTheSameRequestAsRtuAsciiAndTcp() {
        byte[] pdu = bytes("03006B0003");

        assertThat(hex(rtu.frame(17, pdu))).isEqualTo("1103006B00037687");
        assertThat(new String(ascii.frame(17, pdu), StandardCharsets.US_ASCII)).isEqualTo(":1103006B00037E\r\n");
        // Messaging guide, section 4.4.2.1: transaction 1501 hex, unit FF hex.
        assertThat(hex(TcpLine.wrap(0x1501, 0xff, pdu))).isEqualTo("150100000006FF03006B0003");
    }

    @Test
    void readsBackWhatItFinds() {
        Framing.Scan scan = rtu.scan(bytes("1103006B00037687"), 0, 8);

        // As an answer this would announce no data bytes, so its check is looked for elsewhere.
        assertThat(scan.state()).isEqualTo(Framing.State.BROKEN);

        // 11 03 06 AE41 5652 4340: a widely printed answer to that request, CRC AD49 hex.
        Framing.Scan answer = rtu.scan(bytes("110306AE415652434049AD"), 0, 11);
        assertThat(answer.state()).isEqualTo(Framing.State.FRAME);
        assertThat(answer.unit()).isEqualTo(17);
        assertThat(hex(answer.pdu())).isEqualTo("0306AE4156524340");
    }

    @Test
    void knowsAFrameOnlyWhenItIsWhole() {
        byte[] frame = bytes("110306AE415652434049AD");
        for (int length = 0; length < frame.length; length++) {
            assertThat(rtu.scan(frame, 0, length).state()).isEqualTo(Framing.State.INCOMPLETE);
        }
        byte[] text = ":1103006B00037E\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int length = 0; length < text.length; length++) {
            assertThat(ascii.scan(text, 0, length).state()).isEqualTo(Framing.State.INCOMPLETE);
        }
        assertThat(ascii.scan(text, 0, text.length).state()).isEqualTo(Framing.State.FRAME);
    }

    @Test
    void seesEverySingleWrongBit() {
        byte[] frame = bytes("110306AE415652434049AD");
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] wrong = frame.clone();
            wrong[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(rtu.scan(wrong, 0, wrong.length).state())
                    .as("bit " + bit)
                    .isNotEqualTo(Framing.State.FRAME);
        }
    }

    @Test
    void seesAWrongLrc() {
        byte[] text = ":1103006B00037F\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(ascii.scan(text, 0, text.length).state()).isEqualTo(Framing.State.BROKEN);
    }

    // Serial line, section 2.5.1.1 and rule 6: 1.75 ms from 19200 up, 3.5 characters of 11 bits below.
    @Test
    void keepsTheGapBetweenFrames() {
        assertThat(LineTiming.of(9_600, Frame.of("8E1")).gapNanos()).isBetween(4_010_000L, 4_011_000L);
        assertThat(LineTiming.of(19_200, Frame.of("8E1")).gapNanos()).isEqualTo(1_750_000);
        assertThat(LineTiming.of(115_200, Frame.of("8N1")).gapNanos()).isEqualTo(1_750_000);
        assertThat(LineTiming.of(9_600, Frame.of("8N1")).onWire(96)).isBetween(99_990_000L, 100_000_000L);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
