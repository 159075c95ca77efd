package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Point;
import io.voltwright.base.time.RealTime;
import io.voltwright.field.api.Meter;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.MeterDrivers;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.ForeignSlave.Registers;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Bus.Frame;
import io.voltwright.site.api.Bus.Mode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Meters against slaves by other authors: their codec is not ours, and their registers are filled by hand from section 1 of the field
 * reference. Piles are in {@link ForeignPileTest}.
 */
class ForeignSlaveTest {

    private final RealTime time = new RealTime();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void end() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        time.close();
    }

    // Row PAC2200: 1 V 0x4366199A = 230.1, 13 A 0x41800000 = 16.0, 25 W 0x45660000 = 3680.0, 65 W 0x462C8000 = 11
    // 040.0, 801 f64 Wh.
    @Test
    void aPac2200OfLibmodbusIsRead() throws Exception {
        Registers registers = new Registers()
                .put("H", 1, "4366 199A 4366 199A 4366 199A")
                .put("H", 13, "4180 0000 4180 0000 4180 0000")
                .put("H", 25, "4566 0000 4566 0000 4566 0000")
                .put("H", 65, "462C 8000")
                .put("H", 801, "40FE 2400 0000 0000");
        int port = ForeignSlave.freePort();
        kept(ForeignSlave.libmodbus(folder, "tcp", "" + port, "" + registers.file(folder)), "gcc and libmodbus-dev");

        measures("siemens-pac2200", new Bus.Tcp("127.0.0.1", port), 230.1, 16, 11_040, 123_456);
    }

    // Row SunSpec: "SunS" at 40000, model 1 of 66, model 203 at 40070: AphA +3, A_SF +6, PhVphA +8, V_SF +15, W +18,
    // WphA +19, W_SF +22, TotWhImp +46.
    @Test
    void aSunSpecMeterOfModbusSerialIsFoundAndRead() throws Exception {
        Registers registers = new Registers()
                .put("H", 40_000, "5375 6E53 0001 0042")
                .put("H", 40_070, "00CB 0069")
                .put("H", 40_073, "0640 0640 0640 FFFE")
                .put("H", 40_078, "08FD 08FD 08FD")
                .put("H", 40_085, "FFFF")
                .put("H", 40_088, "0450 0170 0170 0170 0001")
                .put("H", 40_116, "0001 E240")
                .put("H", 40_177, "FFFF 0000");
        int port = ForeignSlave.freePort();
        kept(ForeignSlave.modbusSerial(port, registers.file(folder)), "npm modbus-serial");

        measures("sunspec-meter3p", new Bus.Tcp("127.0.0.1", port), 230.1, 16, 11_040, 123_456);
    }

    // Row SDM630, floats of table I: 00 V 0x4366199A = 230.1, 06 A 0x41800000 = 16.0, 0C W 0x45660000 = 3680.0, 34 W
    // 0x462C8000, 46 Hz, 48 kWh
    // 0x42F6E979 = 123.456.
    @Test
    void anSdm630OfLibmodbusIsReadOverASerialLine() throws Exception {
        Registers registers = new Registers()
                .put("I", 0x00, "4366 199A 4366 199A 4366 199A")
                .put("I", 0x06, "4180 0000 4180 0000 4180 0000")
                .put("I", 0x0c, "4566 0000 4566 0000 4566 0000")
                .put("I", 0x34, "462C 8000")
                .put("I", 0x46, "4248 0000 42F6 E979");
        PtyPair line = pty();
        kept(
                ForeignSlave.libmodbus(folder, "rtu", "" + line.device(), "1", "" + registers.file(folder)),
                "gcc and libmodbus-dev");

        measures("eastron-sdm630", serial(line, Mode.RTU), 230.1, 16, 11_040, 123_456);
    }

    /** What phase 1 and the whole must read. */
    private void measures(String profile, Bus.Line line, double volts, double amps, double watts, double wattHours) {
        Meter meter =
                MeterDrivers.meter(profile(profile), bus(line), time.lanes().open("meter"), time);
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> meter.readings().containsKey(Point.ENERGY_IMPORT)
                        && meter.readings().containsKey(Point.POWER));
        Map<Point, Double> expected = Map.of(
                Point.VOLTAGE_L1, volts, Point.CURRENT_L1, amps, Point.POWER, watts, Point.ENERGY_IMPORT, wattHours);
        expected.forEach((point, value) -> assertThat(
                        Objects.requireNonNull(meter.readings().get(point)).value())
                .as(point.key())
                .isEqualTo(value, within(value * 1e-6)));
    }

    private static DeviceProfile profile(String id) {
        return ProfileLibrary.shipped().find(id).orElseThrow();
    }

    private ModbusBus bus(Bus.Line line) {
        ModbusBus bus = ModbusBus.open(
                new Bus(new DeviceId("bus"), line),
                BusSettings.DEFAULT,
                time,
                time.lanes().threads("bus"));
        opened.push(bus);
        return bus;
    }

    private PtyPair pty() throws Exception {
        return kept(PtyPair.make(folder.resolve("tty")), "socat");
    }

    private static Bus.Serial serial(PtyPair line, Mode mode) {
        return new Bus.Serial(line.station().toString(), 19_200, Frame.of("8N1"), mode);
    }

    private <T extends AutoCloseable> T kept(Optional<T> peer, String what) {
        assumeTrue(peer.isPresent(), what + " is not installed");
        opened.push(peer.orElseThrow());
        return peer.orElseThrow();
    }
}
