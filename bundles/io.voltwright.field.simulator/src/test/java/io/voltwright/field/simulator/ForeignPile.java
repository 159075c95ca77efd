package io.voltwright.field.simulator;

import io.voltwright.field.simulator.ForeignSlave.Registers;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A pile as registers that are filled by hand from section 1 of the field reference; a slave by other authors holds them.
 *
 * @param profile what drives it
 * @param slave which one: npm modbus-serial, libmodbus, pymodbus
 * @param model as the driver must find it
 * @param empty registers while nothing is plugged
 * @param plugged what is different with a vehicle that does not charge
 * @param charging what is different while it charges with so many amperes on each phase
 * @param wattHours what its register then says; empty if it has none
 * @param broken what is different with a fault
 * @param fault the code of that fault
 * @param set the register of its current
 * @param word what a current is written as there
 * @param off the register and value that switch it off
 * @param failSafe registers and values that arm its fail-safe: 6 A, then 15 s; empty if it has none
 * @param fed the register that feeds its watchdog; empty where that is done by reading, or it has none
 */
record ForeignPile(
        String profile,
        Slave slave,
        String model,
        Supplier<Registers> empty,
        Supplier<Registers> plugged,
        IntFunction<Registers> charging,
        Optional<Double> wattHours,
        Supplier<Registers> broken,
        String fault,
        int set,
        IntFunction<Integer> word,
        List<Integer> off,
        List<List<Integer>> failSafe,
        Optional<Integer> fed) {

    /** Who holds the registers. */
    enum Slave {
        MODBUS_SERIAL,
        LIBMODBUS_TCP,
        LIBMODBUS_RTU,
        PYMODBUS_ASCII
    }

    @Override
    public String toString() {
        return profile + " of " + slave;
    }

    static List<ForeignPile> all() {
        return List.of(keba(), charx(), bender(), em2go(), evlink(), webasto(), heidelberg(), abl());
    }

    private static String words(int times, String form, int value) {
        return (String.format(form, value) + " ").repeat(times).trim();
    }

    // Row 1.1: 1000 state (1 not ready, 3 charging, 4 error, 5 interrupted), 1004 cable (bit 2 = vehicle), 1006 error,
    // 1008 mA,
    // 1016 = 304011, 1036 0.1 Wh (1 234 560 = 0x12D680), 1100 and 1110 mA; 5004 mA, 5014 enable, 5016 and 5018
    // fail-safe.
    private static ForeignPile keba() {
        return new ForeignPile(
                "keba-kecontact-p30",
                Slave.MODBUS_SERIAL,
                "P30",
                () -> new Registers()
                        .put("H", 1000, "0000 0001 0000 0000 0000 0001 0000 0000")
                        .put("H", 1014, "0135 0001 0004 A38B 030A 2A00")
                        .put("H", 1036, "0012 D680")
                        .put("H", 1110, "0000 7D00")
                        .mirror(5004, 1101)
                        .mirror(5016, 1601)
                        .mirror(5018, 1603)
                        .when(5014, 0, 1001, 5)
                        .when(5014, 1, 1001, 3),
                () -> new Registers().put("H", 1005, "0007").put("H", 1008, words(3, "0000 %04X", 0)),
                amps -> new Registers()
                        .put("H", 1001, "0003")
                        .put("H", 1005, "0007")
                        .put("H", 1008, words(3, "0000 %04X", amps * 1000)),
                Optional.of(123_456.0),
                () -> new Registers().put("H", 1000, "0000 0004").put("H", 1006, "0000 0012"),
                "Vendor",
                5004,
                amps -> amps * 1000,
                List.of(5014, 0),
                List.of(List.of(5016, 6000), List.of(5018, 15)),
                Optional.of(5018));
    }

    // Row 1.4: 100 name, 114 controllers; connector 1 = base 1000: +112 meter, +232 mV, +238 mA, +250 Wh, +299 letter,
    // +300 enable, +301 A.
    private static ForeignPile charx() {
        return new ForeignPile(
                "phoenix-charx",
                Slave.MODBUS_SERIAL,
                "CHARX SEC",
                () -> new Registers()
                        .put("H", 100, "4348 4152 5820 5345 4300")
                        .put("H", 114, "0001")
                        .put("H", 1112, "0001")
                        .put("H", 1232, "0003 8270 0003 8270 0003 8270")
                        .put("H", 1250, "0000 0000 0001 E240")
                        .put("H", 1299, "0041"),
                () -> new Registers().put("H", 1299, "0042").put("H", 1238, words(3, "0000 %04X", 0)),
                amps -> new Registers().put("H", 1299, "0043").put("H", 1238, words(3, "0000 %04X", amps * 1000)),
                Optional.of(123_456.0),
                () -> new Registers().put("H", 1299, "0045"),
                "MREC14-PilotFault",
                1301,
                amps -> amps,
                List.of(1300, 0),
                List.of(),
                Optional.empty());
    }

    // Row 1.6: 112 bit 6 contactor weld, 122 state, 142 model, 212 mA, 218 Wh, 715 A; 1000 A.
    private static ForeignPile bender() {
        return new ForeignPile(
                "bender-cc612",
                Slave.MODBUS_SERIAL,
                "CC612",
                () -> new Registers()
                        .put("H", 122, "0001")
                        .put("H", 142, "4343 3631 3200")
                        .put("H", 218, "0001 E240")
                        .put("H", 715, "0020"),
                () -> new Registers().put("H", 122, "0002").put("H", 212, words(3, "0000 %04X", 0)),
                amps -> new Registers().put("H", 122, "0003").put("H", 212, words(3, "0000 %04X", amps * 1000)),
                Optional.of(123_456.0),
                () -> new Registers().put("H", 112, "0040"),
                "MREC17-ContactorFault",
                1000,
                amps -> amps,
                List.of(1000, 0),
                List.of(),
                Optional.empty());
    }

    // Row em2go of 1.13: 0 state, 4 error, 6/8/10 0.1 A, 28 0.1 kWh (1234 = 0x04D2), 36 cable, 87 and 89 fail-safe, 91
    // 0.1 A, 95.
    private static ForeignPile em2go() {
        return new ForeignPile(
                "em2go",
                Slave.MODBUS_SERIAL,
                "em2go",
                () -> new Registers()
                        .put("H", 0, "0001")
                        .put("H", 28, "0000 04D2")
                        .put("H", 36, "0140"),
                () -> new Registers().put("H", 0, "0002").put("H", 6, words(3, "%04X 0000", 0)),
                amps -> new Registers().put("H", 0, "0004").put("H", 6, words(3, "%04X 0000", amps * 10)),
                Optional.of(123_400.0),
                () -> new Registers().put("H", 4, "0007"),
                "Vendor",
                91,
                amps -> amps * 10,
                List.of(95, 2),
                List.of(List.of(87, 60), List.of(89, 15)),
                Optional.empty());
    }

    // Row 1.10, low word first: 1 state, 2999 f32s A (8.0 = 0x41000000, 16.0 = 0x41800000), 3027 f32s V, 3203 u64s Wh;
    // 4000 life
    // bit; 4004 A. State 10 is in no row.
    private static ForeignPile evlink() {
        return new ForeignPile(
                "schneider-evlink-pro-ac",
                Slave.LIBMODBUS_TCP,
                "EVlink Pro AC",
                () -> new Registers()
                        .put("H", 1, "0001")
                        .put("H", 3027, "0000 4366 0000 4366 0000 4366")
                        .put("H", 3203, "E240 0001 0000 0000"),
                () -> new Registers().put("H", 1, "0004").put("H", 2999, words(3, "0000 %04X", 0)),
                amps -> new Registers()
                        .put("H", 1, "0008")
                        .put("H", 2999, words(3, "0000 %04X", Float.floatToIntBits(amps) >>> 16)),
                Optional.of(123_456.0),
                () -> new Registers().put("H", 1, "000A"),
                "UnknownState",
                4004,
                amps -> amps,
                List.of(4004, 0),
                List.of(),
                Optional.of(4000));
    }

    // Row 1.8, Next: 1000 state, 1006 error (16 residual direct current), 1008 mA, 1036 Wh, 1100 A; 2000 A, 2002 s,
    // 5004 A, 6000 life.
    private static ForeignPile webasto() {
        return new ForeignPile(
                "webasto-next",
                Slave.LIBMODBUS_TCP,
                "Next",
                () -> new Registers().put("H", 1036, "0001 E240").put("H", 1100, "0020"),
                () -> new Registers().put("H", 1000, "0001").put("H", 1008, words(3, "%04X 0000", 0)),
                amps -> new Registers().put("H", 1000, "0003").put("H", 1008, words(3, "%04X 0000", amps * 1000)),
                Optional.of(123_456.0),
                () -> new Registers().put("H", 1000, "0007").put("H", 1006, "0010"),
                "RcdDc6mA",
                5004,
                amps -> amps,
                List.of(5004, 0),
                List.of(List.of(2000, 6), List.of(2002, 15)),
                Optional.of(6000));
    }

    // Row 1.9: I4 layout, I5 state, I6 to 8 0.1 A, I17 Wh; H257 ms, H261 and H262 0.1 A.
    private static ForeignPile heidelberg() {
        return new ForeignPile(
                "heidelberg-energy-control",
                Slave.LIBMODBUS_RTU,
                "Energy Control",
                () -> new Registers().put("I", 4, "0108 0002").put("I", 17, "0001 E240"),
                () -> new Registers().put("I", 5, "0004").put("I", 6, words(3, "%04X", 0)),
                amps -> new Registers().put("I", 5, "0007").put("I", 6, words(3, "%04X", amps * 10)),
                Optional.of(123_456.0),
                () -> new Registers().put("I", 5, "0009"),
                "MREC14-PilotFault",
                261,
                amps -> amps * 10,
                List.of(261, 0),
                List.of(List.of(262, 60), List.of(257, 15_000)),
                Optional.empty());
    }

    // Row 1.11: 0x01 firmware with bit 5 of byte 3, 0x04 state, 0x2E five registers, the last three 0.1 A; duty 0x14 in
    // thousandths,
    // I / 0.06; 1000 is off.
    private static ForeignPile abl() {
        return new ForeignPile(
                "abl-emh1",
                Slave.PYMODBUS_ASCII,
                "eMH1",
                () -> new Registers()
                        .put("H", 0x01, "0101 0020")
                        .put("H", 0x04, "00A1")
                        .put("H", 0x12, "03E8")
                        .mirror(0x14, 0x12),
                () -> new Registers().put("H", 0x04, "00B1").put("H", 0x30, words(3, "%04X", 0)),
                amps -> new Registers().put("H", 0x04, "00C2").put("H", 0x30, words(3, "%04X", amps * 10)),
                Optional.empty(),
                () -> new Registers().put("H", 0x04, "00F1"),
                "MREC17-ContactorFault",
                0x14,
                amps -> (int) (amps / 0.06),
                List.of(0x14, 1000),
                List.of(),
                Optional.empty());
    }
}
