package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The demo as {@code ./run demo} starts it: two charges, and pile, journal, ledger and back end agree. */
class DemoIT {

    @Test
    void allBooksOfTheDemoAgree() throws Exception {
        Path home = Path.of("target", "stations", "demo").toAbsolutePath();
        Image.delete(home);
        Files.createDirectories(home);
        Path printed = home.resolveSibling("demo.txt");
        Process demo = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Yard.classPath(),
                        "io.voltwright.field.simulator.Demo",
                        "--image",
                        Image.built().folder().toString(),
                        "--home",
                        home.toString()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::destroyForcibly));

        boolean ended = demo.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            demo.destroy();
        }

        String output = Files.readString(printed);
        assertThat(ended).as(output).isTrue();
        assertThat(demo.exitValue()).as(output).isZero();
        assertThat(output)
                .doesNotContain("MISMATCH")
                .contains("pile, journal, ledger and back end agree to the Wh")
                .containsPattern("left +back end")
                .containsPattern("right +back end");
    }
}
