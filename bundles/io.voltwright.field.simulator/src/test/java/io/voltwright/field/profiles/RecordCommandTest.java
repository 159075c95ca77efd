package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code profile:record} at a virtual pile: no file of somebody else's is lost to a slip of the keyboard. */
@ResourceLock(Resources.SYSTEM_OUT)
class RecordCommandTest {

    private final RealTime time = new RealTime();
    private final AtomicInteger visits = new AtomicInteger();
    private final ProfileCatalogue catalogue = new ProfileCatalogue(
            Optional.empty(), Pins.NONE, time.lanes().open("profiles"), Executors.newSingleThreadExecutor());

    @TempDir
    Path folder = Path.of("");

    @TempDir
    Path home = Path.of("");

    private Optional<Simulator> simulator = Optional.empty();

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

    private BusDoor.Visit visit(String port) {
        visits.incrementAndGet();
        return new Way(ModbusBus.open(
                new Bus(new DeviceId("visit"), new Bus.Tcp("127.0.0.1", Integer.parseInt(port))),
                BusSettings.DEFAULT,
                time,
                time.lanes().threads("visit")));
    }

    @BeforeEach
    void begin() throws Exception {
        simulator = Optional.of(Simulator.start(
                new SimulatorConfig(
                        home, 0, List.of(new Device("p", "keba-kecontact-p30", new SimulatorConfig.Tcp(0), 255, 1))),
                ProfileLibrary.shipped()));
    }

    @AfterEach
    void end() throws Exception {
        simulator.orElseThrow().close();
        catalogue.stop();
        time.close();
    }

    @Test
    void aNewFileIsWritten() throws Exception {
        Path file = folder.resolve("sample.yaml");

        assertThat(record(file, false)).contains("samples written to " + file);

        // Row 1016, the product, is 304011 = 0x0004A38B.
        assertThat(Files.readString(file)).contains("# product = 304011", "H1016: \"0004 A38B\"", "expect: {}");
    }

    @Test
    void aFileThatIsThereStaysAndTheDeviceIsNotEvenAsked() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "a day's work\n");

        assertThat(record(file, false)).contains(file + " is there already", "--overwrite");

        assertThat(file).hasContent("a day's work");
        assertThat(visits).hasValue(0);
    }

    @Test
    void aFileThatIsThereIsReplacedWhenThatIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "a day's work\n");

        assertThat(record(file, true)).contains("samples written to " + file);

        assertThat(Files.readString(file)).contains("0004 A38B").doesNotContain("a day's work");
    }

    private String record(Path file, boolean overwrite) {
        RecordCommand command = new RecordCommand();
        command.catalogue = catalogue;
        command.door = this::visit;
        command.lanes = time.lanes();
        command.time = time;
        command.address =
                String.valueOf(simulator.orElseThrow().addresses().get("p")).replaceFirst(".*:", "");
        command.id = "keba-kecontact-p30";
        command.file = file.toString();
        command.overwrite = overwrite;
        PrintStream screen = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            command.execute();
        } finally {
            System.setOut(screen);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
