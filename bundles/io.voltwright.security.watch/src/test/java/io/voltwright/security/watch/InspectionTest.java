package io.voltwright.security.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Accounts.Account;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    Path home;
    Path etc;

    @BeforeEach
    void soundStation(@TempDir Path folder) throws IOException {
        home = folder;
        etc = Files.createDirectory(folder.resolve("etc"));
        Path keys = Files.createDirectory(home.resolve("keys"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
        put("users.properties", "# nobody\n");
        put("org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories =\n");
        put("io.voltwright.protocol.ocpp.cfg", "url = wss://csms.example/ocpp\npassword = ocpp.acme\n");
    }

    @Test
    void aSoundStationHasNothingBad() {
        assertThat(files()).allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.OK));
    }

    @Test
    @DisplayName("abuse case 51: hot deployment and remote Maven are found")
    void codeFromOutsideIsFound() throws IOException {
        put("org.apache.felix.fileinstall-deploy.cfg", "felix.fileinstall.dir = deploy\n");
        put("org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories = https://repo.example/maven2@id=x\n");

        assertThat(high()).contains("hot deployment", "remote Maven");
    }

    @Test
    void karafsOwnAccountsAreFound() throws IOException {
        put("users.properties", "karaf = karaf,_g_:admingroup\n");

        assertThat(high()).containsExactly("users.properties");
    }

    @Test
    @DisplayName("abuse case 52: a secret in a settings file is found")
    void aSecretInSettingsIsFound() throws IOException {
        put("io.voltwright.protocol.mqtt.cfg", "password = hunter2!\n");

        assertThat(high()).containsExactly("io.voltwright.protocol.mqtt.cfg");
        assertThat(files().toString()).doesNotContain("hunter2");
    }

    @Test
    void aConnectionWithoutTlsIsFoundUnlessItStaysOnTheMachine() throws IOException {
        put("io.voltwright.protocol.mqtt.cfg", "broker = tcp://127.0.0.1:1883\n");
        assertThat(high()).isEmpty();
        put("io.voltwright.protocol.ocpp-a.cfg", "url = ws://csms.example/ocpp\n");
        assertThat(high()).containsExactly("io.voltwright.protocol.ocpp-a.cfg");
    }

    @Test
    void aKeyStoreThatOthersMayReadIsFound() throws IOException {
        Path store = Files.writeString(home.resolve("keys/station.p12"), "x");
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(high()).containsExactly("key store");
    }

    @Test
    void certificatesAreFoundBeforeAndAfterTheirEnd() {
        var held = List.of(
                new Keys.Held("http", "identity", Optional.of(NOW.minus(Duration.ofDays(1)))),
                new Keys.Held("opcua", "identity", Optional.of(NOW.plus(Duration.ofDays(29)))),
                new Keys.Held("csms.pem", "authority", Optional.of(NOW.plus(Duration.ofDays(31)))),
                new Keys.Held("users.index", "secret", Optional.empty()));

        assertThat(Inspection.certificates(held, NOW))
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.HIGH, Finding.Severity.MEDIUM, Finding.Severity.OK);
        assertThat(Inspection.certificates(held, NOW).get(0).remedy()).isEqualTo("security:identity-renew http");
    }

    @Test
    void accountsThatNobodyUsesOrThatMayAllAreFound() {
        var accounts = List.of(
                new Account("root", Set.of(Role.ADMIN, Role.SECURITY_OFFICER), false, Optional.of(NOW)),
                new Account("old", Set.of(Role.VIEWER), false, Optional.of(NOW.minus(Duration.ofDays(200)))),
                new Account("new", Set.of(Role.VIEWER), false, Optional.empty()),
                new Account("shut", Set.of(Role.VIEWER), true, Optional.empty()));

        assertThat(Inspection.accounts(accounts, NOW))
                .extracting(Finding::subject, Finding::severity)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("account root", Finding.Severity.LOW),
                        org.assertj.core.groups.Tuple.tuple("account old", Finding.Severity.MEDIUM),
                        org.assertj.core.groups.Tuple.tuple("account new", Finding.Severity.LOW),
                        org.assertj.core.groups.Tuple.tuple("account shut", Finding.Severity.OK),
                        org.assertj.core.groups.Tuple.tuple("accounts", Finding.Severity.LOW));
        assertThat(Inspection.accounts(List.of(), NOW)).singleElement().satisfies(finding -> assertThat(finding.text())
                .contains("set-up code"));
    }

    @Test
    void aDebuggerAndRemoteJmxAreFound() {
        assertThat(Inspection.process(List.of(
                        "-Xmx256m", "-agentlib:jdwp=transport=dt_socket", "-Dcom.sun.management.jmxremote.port=1")))
                .hasSize(2);
    }

    @Test
    void thePortsOfThisProcessAreFoundWithTheirAddress() throws IOException {
        Path proc = Path.of("/proc");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(proc.resolve("self/net/tcp")), "Linux only");
        try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.open(proc)).anySatisfy(port -> {
                assertThat(port.port()).isEqualTo(inside.getLocalPort());
                assertThat(port.isLoopback()).isTrue();
            });
        }
    }

    @Test
    void anOpenPortInTheTableIsMediumOnlyIfTheNetworkReachesIt() throws IOException {
        Path proc = home.resolve("proc");
        Files.createDirectories(proc.resolve("self/fd"));
        Files.createDirectories(proc.resolve("self/net"));
        Files.createSymbolicLink(proc.resolve("self/fd/7"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(proc.resolve("self/fd/8"), Path.of("socket:[4712]"));
        // proc(5): local address in hexadecimal, state 0A is LISTEN, the tenth field is the inode.
        Files.writeString(
                proc.resolve("self/net/tcp"),
                """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 00000000:1FA5 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100
                   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100
                   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9999 1 0 100
                """);

        assertThat(Inspection.ports(proc))
                .extracting(Finding::subject, Finding::severity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("port 8101", Finding.Severity.MEDIUM),
                        org.assertj.core.groups.Tuple.tuple("port 8080", Finding.Severity.OK));
    }

    void put(String name, String text) throws IOException {
        Files.writeString(etc.resolve(name), text);
    }

    List<Finding> files() {
        return FileInspection.of(new Inspection.Place(Path.of("/proc"), home, etc, List.of(), NOW));
    }

    List<String> high() {
        return files().stream()
                .filter(finding -> finding.severity() == Finding.Severity.HIGH)
                .map(Finding::subject)
                .toList();
    }
}
