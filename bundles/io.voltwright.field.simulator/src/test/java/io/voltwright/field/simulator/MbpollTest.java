package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.field.simulator.SimulatorConfig.Pty;
import io.voltwright.field.simulator.SimulatorConfig.Tcp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's mbpoll as master of our virtual devices; addresses from section 1 of the field reference. */
class MbpollTest {

    @Test
    void readsAndSetsVirtualDevicesOverTcpAndRtu(@TempDir Path home) throws Exception {
        assumeTrue(runs("mbpoll"), "mbpoll is not installed");
        assumeTrue(runs("socat"), "socat is not installed");
        try (Simulator simulator = Simulator.start(
                new SimulatorConfig(
                        home,
                        0,
                        List.of(
                                new Device("meter", "sunspec-meter3p", new Tcp(0), 1, 1),
                                new Device(
                                        "pile", "heidelberg-energy-control", new Pty(home.resolve("tty"), 0), 1, 1))),
                ProfileLibrary.shipped())) {
            String port = String.valueOf(simulator.addresses().get("meter")).replaceFirst(".*:", "");
            String tty = home.resolve("tty").toString();

            // Row 1.14: "SunS" at 40000, then number and length of the first model.
            assertThat(mbpoll("-m", "tcp", "-p", port, "-r", "40000", "-c", "4", "-t", "4:hex", "127.0.0.1"))
                    .containsPattern("\\[40000\\]:\\s+0x5375")
                    .containsPattern("\\[40001\\]:\\s+0x6E53")
                    .containsPattern("\\[40003\\]:\\s+0x0042");
            // Row 1.9: I10 = 230 V; H261 takes 0.1 A.
            List<String> rtu = List.of("-m", "rtu", "-b", "19200", "-P", "none");
            assertThat(mbpoll(rtu, "-r", "10", "-c", "1", "-t", "3", tty)).containsPattern("\\[10\\]:\\s+230");
            assertThat(mbpoll(rtu, "-r", "261", "-t", "4", tty, "160")).contains("Written 1 references");
            assertThat(mbpoll(rtu, "-r", "261", "-c", "1", "-t", "4", tty)).containsPattern("\\[261\\]:\\s+160");
        }
    }

    private static boolean runs(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String mbpoll(List<String> first, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return mbpoll(all.toArray(String[]::new));
    }

    private static String mbpoll(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mbpoll", "-0", "-1", "-a", "1", "-o", "5"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
