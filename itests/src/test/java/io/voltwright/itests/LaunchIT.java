package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How stations are started from one image, killed and started again. */
class LaunchIT {

    @Test
    void nobodyGetsInWithoutAnAccount() throws IOException {
        try (Station station = Station.fresh("closed").start()) {
            assertThat(station.shell("karaf", "karaf").admits()).isFalse();
            assertThat(station.shell("admin", "admin").admits()).isFalse();
            assertThat(station.setupCode()).hasSizeGreaterThan(12);
        }
    }

    @Test
    void theSetUpCodeAddsTheFirstAdminAndNoSecondOne() throws IOException {
        try (Station station = Station.fresh("set-up").start()) {
            Shell setup = station.shell("setup", station.setupCode());
            assertThat(setup.run("bundle:list")).contains("not found");
            assertThat(station.admin().run("user:list")).contains("chief");
            assertThat(setup.admits()).isFalse();
        }
    }

    @Test
    void aKilledStationStartsAgain() {
        try (Station station = Station.fresh("killed").start()) {
            station.kill();
            assertThat(station.running()).isFalse();
            station.start();
            station.kill();
            station.start();
            assertThat(station.ready()).isTrue();
        }
    }

    @Test
    void aStationKilledWhileItsBundlesAreInstalledStartsAgain() throws InterruptedException {
        try (Station station = Station.fresh("cut-off")) {
            station.launch();
            Awaitility.await("bundles are installed")
                    .atMost(Duration.ofMinutes(3))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    // Once it is planned, and then done.
                    .until(() -> station.log().stream()
                                    .filter(line -> line.contains("/io.voltwright.base.time/"))
                                    .count()
                            > 1);
            station.kill();
            station.start();
        }
    }

    @Test
    void aStationKilledWhileItStartsForTheFirstTimeStartsAgain() throws InterruptedException {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("voltwright.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < Scale.of(20); round++) {
            try (Station station = Station.fresh("interrupted")) {
                station.launch();
                assertThat(station.endsWithin(Duration.ofMillis(200 + random.nextInt(4000))))
                        .isFalse();
                station.kill();
                station.start();
                assertThat(station.log())
                        .noneMatch(line -> line.contains("| ERROR |") || line.contains("Error installing"));
            }
        }
    }

    @Test
    void twoStationsShareOneImage() {
        try (Station one = Station.fresh("one").start();
                Station two = Station.fresh("two").start()) {
            assertThat(one.ready()).isTrue();
            assertThat(two.ready()).isTrue();
        }
    }

    @Test
    void aSettingAnOperatorChangedIsKeptWhenTheImageIsNew() throws IOException {
        Station station = Station.fresh("settings");
        String own = "# mine\nsize = 7\n";
        try (station) {
            station.setting("org.apache.karaf.log.cfg", own).start();
        }
        Files.writeString(station.home().resolve("image"), "an older image\n");
        Files.delete(station.etc().resolve("org.apache.karaf.kar.cfg"));
        try (station) {
            station.start();
        }
        assertThat(station.etc().resolve("org.apache.karaf.log.cfg")).hasContent(own);
        assertThat(station.etc().resolve("org.apache.karaf.kar.cfg")).exists();
    }

    @Test
    void anUnknownOptionIsNamed() throws Exception {
        Process process = new ProcessBuilder(
                        Image.built().folder().resolve("bin/voltwright").toString(), "--colour", "blue")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(printed).contains("--colour").contains("--ssh-port");
    }
}
