package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk of the store is full while a car charges: what needs a fact is refused, the car goes on, nothing told is lost. */
class FullDiskIT {

    private static final String CARD = "A1B2C3D4";
    private final Path disk = Path.of("target", "stations", "small-disk").toAbsolutePath();

    /** A disk of 48 MB; the store does not start with less than 32 MB free. */
    @BeforeEach
    void mount() throws Exception {
        Needs.program("socat");
        Files.createDirectories(disk);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()),
                "this machine lets nobody mount a small disk; root of a machine of its own may");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskRefusesWhatNeedsAFactAndHealsByItself() throws Exception {
        try (Yard yard = Yard.open("full-disk");
                Station station = Station.fresh("full-disk").setting("site.yaml", yard.site())) {
            station.setting("io.voltwright.store.derby.cfg", "path = " + disk.resolve("store") + "\n")
                    .start();
            Shell shell = station.admin();
            Charges charges = new Charges(station.rest());
            shell.run("token:add --label Test " + CARD);
            charges.awaitStatus("left", "AVAILABLE");
            double before = yard.evse("left").path("registerWh").asDouble();
            yard.plug("left");
            charges.awaitStatus("left", "PREPARING");
            yard.card("left", CARD);
            charges.await(
                    "current flows",
                    () -> yard.evse("left").path("amps").path(0).asDouble() > 15);
            String session = charges.sessionAt("left");

            try (Watch watch = new Watch(yard, "left")) {
                Path filler = fill();
                assertThat(refusal(shell)).contains("the journal").contains("Refused");
                List<String> told = Facts.lines(Facts.of(shell));
                charges.awaitReadings("left", 5);
                assertThat(charges.sessionAt("left")).isEqualTo(session);

                Files.delete(filler);
                charges.await("the journal takes facts again", () -> station.health() == 200);
                assertThat(shell.run("evse:limit site 40")).doesNotContain("Refused");
                assertThat(Facts.lines(Facts.of(shell)).subList(0, told.size())).isEqualTo(told);
                assertThat(watch.of("left").leastAmps()).isGreaterThan(5);
            }

            assertThat(shell.run("session:stop left")).contains("has stopped");
            JsonNode booked = charges.awaitBooked(session);
            assertThat(booked.path("state").asText()).isEqualTo("PRICED");
            assertThat(booked.path("energy_wh").asDouble())
                    .isEqualTo(yard.evse("left").path("registerWh").asDouble() - before, within(0.2));
            assertThat(shell.run("journal:verify")).startsWith("OK");
        }
    }

    /** Facts are written until one is refused: the store has set a little room aside. */
    private static String refusal(Shell shell) throws IOException {
        String facts = "evse:limit site 38; evse:limit site 39; ".repeat(50);
        String printed = "";
        for (int round = 0; round < 40 && !printed.contains("Refused"); round++) {
            printed = shell.run(facts + "echo done");
        }
        return printed;
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(disk.toFile().getUsableSpace()).isLessThan(4096);
        }
        return filler;
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
