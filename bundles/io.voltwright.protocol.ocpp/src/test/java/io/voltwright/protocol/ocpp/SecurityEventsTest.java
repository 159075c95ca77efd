package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Security events reach the back end, in order, whatever happens on the way (A04, R-Z12). */
class SecurityEventsTest {

    GuardScene scene;

    @BeforeEach
    void open(@TempDir Path folder) {
        scene = new GuardScene(folder);
    }

    private void report(SecurityEvent event, String detail) {
        scene.station.conversation.securityReports().report(event, detail);
    }

    @Test
    @DisplayName("A04.FR.01: a start is told once per boot, however often the bundle is replaced")
    void startup() {
        scene.start();
        assertThat(scene.events()).containsExactly("StartupOfTheDevice");
        scene.start();
        assertThat(scene.events()).containsExactly("StartupOfTheDevice");
    }

    @Test
    @DisplayName("R-Z12, A04.FR.02: what happens while the line is cut is told afterwards, in order")
    void queued() {
        scene.start();
        scene.tellEvents();
        scene.peer.cut();
        scene.peer.refuses = true;
        report(SecurityEvent.INVALID_CENTRAL_SYSTEM_CERTIFICATE, "one");
        report(SecurityEvent.FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM, "not pushed");
        report(SecurityEvent.INVALID_TLS_VERSION, "two");
        scene.tellEvents();
        scene.peer.calls.clear();
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(scene.events()).isEmpty();
        scene.peer.refuses = false;
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(scene.events()).containsExactly("InvalidCentralSystemCertificate", "InvalidTLSVersion");
        assertThat(scene.peer
                        .payloads("SecurityEventNotification")
                        .get(0)
                        .path("techInfo")
                        .asText())
                .isEqualTo("one");
    }

    @Test
    @DisplayName("R-Z12: what was not told when the process ended is told by the next one, once and in order")
    void overRestarts() {
        scene.start();
        scene.tellEvents();
        scene.peer.refuses = true;
        scene.peer.cut();
        report(SecurityEvent.INVALID_TLS_VERSION, "one");
        scene.start();
        report(SecurityEvent.INVALID_TLS_CIPHER_SUITE, "two");
        scene.start();
        scene.peer.calls.clear();
        scene.peer.refuses = false;
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(scene.events()).containsExactly("InvalidTLSVersion", "InvalidTLSCipherSuite");
        scene.start();
        assertThat(scene.events()).hasSize(2);
    }

    @Test
    @DisplayName("R-Z12: one that is not answered or refused is told again until it is acknowledged")
    void again() {
        scene.start();
        scene.tellEvents();
        scene.peer.calls.clear();
        scene.peer.refuse("SecurityEventNotification");
        report(SecurityEvent.TAMPER_DETECTION_ACTIVATED, "");
        scene.tellEvents();
        scene.peer.silent("SecurityEventNotification");
        scene.station.pass(Duration.ofMinutes(2));
        scene.peer.on("SecurityEventNotification", "{}");
        scene.station.pass(Duration.ofMinutes(2));
        int told = scene.events().size();
        assertThat(told).isGreaterThanOrEqualTo(3);
        scene.station.pass(Duration.ofMinutes(5));
        assertThat(scene.events()).hasSize(told);
    }

    @Test
    @DisplayName("a back end that does not know security events holds nothing up")
    void unknown() {
        scene.start();
        scene.peer.scripts.put(
                "SecurityEventNotification",
                (call, peer) -> java.util.Optional.of("[4,\"" + call.id() + "\",\"NotImplemented\",\"\",{}]"));
        report(SecurityEvent.TAMPER_DETECTION_ACTIVATED, "");
        report(SecurityEvent.MEMORY_EXHAUSTION, "");
        assertThat(scene.events()).endsWith("TamperDetectionActivated", "MemoryExhaustion");
    }

    @Test
    @DisplayName("R-B12: a clock that is set is told, one that runs is not")
    void clock() {
        VirtualTime time = scene.station.time;
        scene.start();
        scene.station.pass(Duration.ofMinutes(3));
        assertThat(scene.events()).doesNotContain("SettingSystemTime");
        time.jumpClock(Duration.ofMinutes(-7));
        scene.station.pass(Duration.ofMinutes(3));
        assertThat(scene.events()).filteredOn("SettingSystemTime"::equals).hasSize(1);
    }

    @Test
    @DisplayName("logins of people at the shell are told, without their names")
    void logins() {
        scene.start();
        for (String kind : java.util.List.of("LOGIN_ACCEPTED", "LOGIN_REFUSED", "COMMAND")) {
            scene.station.journal.append(new Fact(
                    "security.Audited",
                    1,
                    "audited:" + kind,
                    "alice",
                    scene.station.time.moment(),
                    false,
                    Payload.with()
                            .put("kind", kind)
                            .put("actor", "operator:alice")
                            .put("origin", "192.0.2.7")
                            .put("refused", false)
                            .done()));
        }
        assertThat(scene.events()).endsWith("MaintenanceLoginAccepted", "MaintenanceLoginFailed");
        assertThat(scene.peer.payloads("SecurityEventNotification").toString())
                .contains("192.0.2.7")
                .doesNotContain("alice");
    }

    @Test
    @DisplayName("R-X10: a reset that the back end asked for is told after the restart")
    void reset() {
        scene.start();
        scene.station.ask("Reset", "{\"type\":\"Hard\"}");
        assertThat(scene.station.restarts).hasSize(1);
        scene.start();
        assertThat(scene.events()).contains("ResetOrReboot");
    }

    @Test
    @DisplayName("each back end hears of its own connection only")
    void others() {
        scene.start();
        report(SecurityEvent.INVALID_TLS_CIPHER_SUITE, "");
        long last = scene.station.journal.last();
        Fact fact = scene.station.journal.read(last - 1, 1).get(0).fact();
        assertThat(SecurityReports.event(fact, "acme")).contains(SecurityEvent.INVALID_TLS_CIPHER_SUITE);
        assertThat(SecurityReports.event(fact, "other")).isEmpty();
    }
}
