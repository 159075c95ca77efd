package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image as it is delivered: it starts whole, and it is closed. */
class ImageIT {

    private static final Station station = Station.fresh("image");

    @BeforeAll
    static void boot() {
        station.start();
        System.out.println("station ready after " + station.bootTime().toMillis() + " ms");
    }

    @AfterAll
    static void stop() {
        station.close();
    }

    @Test
    void everyBundleIsActive() {
        // Those behind the web are started while it answers already.
        Awaitility.await("all are active")
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    List<String> bundles = station.admin()
                            .run("bundle:list -t 0 -s --no-format")
                            .lines()
                            .toList();
                    assertThat(bundles).hasSizeGreaterThan(40);
                    assertThat(bundles.stream().filter(line -> line.matches("^\\d+.*")))
                            .allMatch(line -> line.contains("Active") || line.contains("Fragment"));
                });
    }

    @Test
    void everyBundleOfOursIsInstalled() throws IOException {
        String installed = station.admin().run("bundle:list -t 0 -s --no-format");
        for (String name : Image.built().ownBundleNames()) {
            assertThat(installed).contains(name);
        }
    }

    @Test
    void nothingIsLoggedAsError() {
        // ShellUtil repeats the refusals that other tests provoke.
        assertThat(station.log()).noneMatch(line -> line.contains("| ERROR |") && !line.contains("| ShellUtil "));
    }

    @Test
    void everyListenerIsOnLoopback() throws IOException {
        assertThat(Listeners.of(station.pid()))
                .isNotEmpty()
                .contains("127.0.0.1:" + station.sshPort(), "127.0.0.1:" + station.httpPort())
                .allMatch(address -> address.startsWith("127.0.0.1:"));
    }

    @Test
    void filesDroppedIntoAFolderAreNotDeployed() throws IOException {
        assertThat(station.admin().run("config:list \"(service.factoryPid=org.apache.felix.fileinstall)\""))
                .isEmpty();
        assertThat(Image.built().folder().resolve("deploy")).doesNotExist();
    }

    @Test
    void bundlesAreNeverFetchedFromTheNetwork() throws IOException {
        String answer = station.admin().run("bundle:install mvn:org.apache.commons/commons-csv/1.9.0");
        assertThat(answer).contains("Unable to install").contains("Unable to cache bundle");
    }

    @Test
    void aViewerSeesButDoesNotTouch() throws IOException {
        Shell guest = station.account("guest", "viewer");
        assertThat(guest.run("bundle:list | grep -i security.gate")).contains("io.voltwright.security.gate");
        assertThat(guest.run("bundle:stop io.voltwright.security.gate")).contains("not found");
        assertThat(guest.run("shell:cat /etc/hostname")).contains("not found");
        assertThat(guest.run("grep root /etc/passwd")).contains("Insufficient credentials");
        assertThat(guest.run("(\"a\" getClass) forName java.lang.Runtime")).contains("not found");
        assertThat(guest.run("echo in > " + station.home().resolve("taken"))).contains("not found");
        assertThat(station.home().resolve("taken")).doesNotExist();
    }

    @Test
    void whatTheStationKeepsIsForItsOwnUserOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(station.home().resolve("image")))
                .hasSize(2); // read and write of the owner
    }
}
