package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.field.simulator.SimulatorConfig.Pty;
import io.voltwright.field.simulator.SimulatorConfig.Tcp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @TempDir
    private Path home;

    @Test
    void homeAndEveryPortAreSetByOptions() throws IOException {
        SimulatorConfig config = config(
                Map.of(),
                "--home",
                home.toString(),
                "--control",
                "8901",
                "--at",
                "left=5030",
                "--at",
                "right=/tmp/tty");
        assertThat(config.home()).isEqualTo(home);
        assertThat(config.control()).isEqualTo(8901);
        assertThat(line(config, "left")).isEqualTo(new Tcp(5030));
        assertThat(line(config, "right")).isEqualTo(new Pty(Path.of("/tmp/tty"), 5022));
    }

    @Test
    void theEnvironmentSaysTheSameAndAnOptionGoesBeforeIt() throws IOException {
        Map<String, String> environment = Map.of(
                "VOLTWRIGHT_SIMULATOR_HOME", home.toString(),
                "VOLTWRIGHT_SIMULATOR_CONTROL", "8901",
                "VOLTWRIGHT_SIMULATOR_AT_LEFT", "5030",
                "VOLTWRIGHT_SIMULATOR_AT_GRID", "5031");
        SimulatorConfig config = config(environment, "--control", "8902", "--at", "left=5032");
        assertThat(config.home()).isEqualTo(home);
        assertThat(config.control()).isEqualTo(8902);
        assertThat(line(config, "left")).isEqualTo(new Tcp(5032));
        assertThat(line(config, "grid")).isEqualTo(new SimulatorConfig.RtuOverTcp(5031));
    }

    @Test
    void theFileInTheHomeSaysWhatIsSimulated() throws IOException {
        Files.writeString(
                home.resolve("simulator.yaml"),
                "control: 8910\ndevices:\n  - {id: a1, profile: alfen-ng9xx, tcp: 5023, unit: 1, instance: 2}\n");
        SimulatorConfig config = config(Map.of(), "--home", home.toString());
        assertThat(config.control()).isEqualTo(8910);
        assertThat(config.devices()).containsExactly(new Device("a1", "alfen-ng9xx", new Tcp(5023), 1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--colour blue        | --colour is unknown; use --home DIR",
                "--home               | --home has no value; use --home DIR",
                "--control many       | --control 'many' is no port; use 0 to 65535",
                "--control 70000      | --control '70000' is no port; use 0 to 65535",
                "--at middle=5020     | there is no device 'middle'",
                "--at left=/dev/tty   | '/dev/tty' is no port",
            })
    void aWrongOptionIsNamedWithWhatIsAllowed(String arguments, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Map.of(), arguments.split(" ")))
                .withMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "control: 1                                                    | write 'control: PORT' and a list 'devices'",
                "devices: [7]                                                  | device '7' is not a mapping",
                "devices: [{id: a, profile: p, tcp: 1, colour: blue}]          | unknown key 'colour'",
                "devices: [{profile: p, tcp: 1}]                               | a device lacks 'id'",
                "devices: [{id: a, profile: p}]                                | device a has no line",
                "devices: [{id: a, profile: p, tcp: here}]                     | tcp 'here' is no whole number",
            })
    void aWrongFileIsNamedWithWhatIsWrong(String yaml, String sentence) throws IOException {
        Path file = Files.writeString(home.resolve("simulator.yaml"), yaml);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Map.of(), "--home", home.toString()))
                .withMessageContaining(file.toString())
                .withMessageContaining(sentence);
    }

    private static SimulatorConfig config(Map<String, String> environment, String... arguments) throws IOException {
        return Options.config(arguments, environment);
    }

    private static SimulatorConfig.Line line(SimulatorConfig config, String id) {
        return config.devices().stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow()
                .line();
    }
}
