package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.time.RealTime;
import io.voltwright.field.api.BusDoor;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.field.modbus.BusSettings;
import io.voltwright.field.modbus.ModbusBus;
import io.voltwright.field.simulator.Simulator;
import io.voltwright.field.simulator.SimulatorConfig;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.site.api.Bus;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking at a virtual pile as {@code profile:probe}, {@code profile:watch} and {@code profile:record} do. */
class VisitorTest {

    private static final ProfileLibrary SHIPPED = ProfileLibrary.shipped();

    private final RealTime time = new RealTime();

    private record Way(ModbusBus own) implements BusDoor.Visit {

        @Override
        public RegisterBus bus() {
            return own;
        }

        @Override
        public String transport() {
            return "tcp";
        }

        @Override
        public void close() {
            own.close();
        }
    }

    private final BusDoor door = port -> new Way(ModbusBus.open(
            new Bus(new DeviceId("visit"), new Bus.Tcp("127.0.0.1", Integer.parseInt(port))),
            BusSettings.DEFAULT,
            time,
            time.lanes().threads("visit")));

    private static Simulator keba(Path home) throws Exception {
        return Simulator.start(
                new SimulatorConfig(
                        home, 0, List.of(new Device("p", "keba-kecontact-p30", new SimulatorConfig.Tcp(0), 255, 1))),
                SHIPPED);
    }

    private Visitor visitor(Simulator simulator, String profile) throws IOException {
        String port = String.valueOf(simulator.addresses().get("p")).replaceFirst(".*:", "");
        return Visitor.open(door, port, SHIPPED.find(profile).orElseThrow(), 255, 1, time.lanes(), time);
    }

    @AfterEach
    void end() throws InterruptedException {
        time.close();
    }

    @Test
    void saysWhatItWouldReadFirstAndThenRecognisesThePile(@TempDir Path home) throws Exception {
        try (Simulator simulator = keba(home);
                Visitor visitor = visitor(simulator, "keba-kecontact-p30")) {
            // Rows of 1.1: 1014 serial, 1016 product, 1018 firmware, each read by itself.
            assertThat(visitor.plan())
                    .containsExactly(
                            "unit 255, holding 1014 (2): serial",
                            "unit 255, holding 1016 (2): product",
                            "unit 255, holding 1018 (2): firmware");
            assertThat(visitor.identify()).containsEntry("product", "304011");
            assertThat(visitor.accepted()).isTrue();
        }
    }

    @Test
    void saysThatItIsAnotherDevice(@TempDir Path home) throws Exception {
        try (Simulator simulator = keba(home);
                Visitor visitor = visitor(simulator, "keba-kecontact-p40")) {
            visitor.identify();

            assertThat(visitor.accepted()).isFalse();
        }
    }

    @Test
    void recordsRegistersAsASampleThatAProfileTakes(@TempDir Path home) throws Exception {
        try (Simulator simulator = keba(home);
                Visitor visitor = visitor(simulator, "keba-kecontact-p30")) {
            visitor.identify();
            assertThat(visitor.readAll()).containsEntry("voltage.l1", "230 V");
            assertThat(visitor.state()).isEqualTo("A");

            // 1016 product u32: 304011 = 0x0004A38B; 1040 u32 V: 230 = 0x00E6.
            List<String> samples = visitor.samples();
            assertThat(samples)
                    .singleElement()
                    .asString()
                    .contains("H1016: \"0004 A38B\"", "H1040: \"0000 00E6\"")
                    .endsWith("expect: {}}");
            new GoldenCheck(SHIPPED.find("keba-kecontact-p30").orElseThrow())
                    .check(Section.of("golden", Item.read("golden", new StringReader("golden:\n  " + samples.get(0))))
                            .list("golden"));
        }
    }

    @Test
    void aProfileThatDoesNotSpeakOnSuchALineIsRefusedBeforeAnythingIsSent(@TempDir Path home) throws Exception {
        try (Simulator simulator = keba(home)) {
            assertThatThrownBy(() -> visitor(simulator, "abl-emh1")).hasMessageContaining("speaks ascii, not tcp");
        }
    }
}
