package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.IdToken;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the station gets and stays in touch with a back end. */
class RegistrationTest {

    static final String ACCEPTED =
            "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":300}";

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    @Test
    @DisplayName("R-B01, R-B02: boot comes first, then the status of connector 0 and of every connector")
    void boots() {
        station.start();

        assertThat(peer.actions())
                .containsExactly("BootNotification", "StatusNotification", "StatusNotification", "StatusNotification");
        assertThat(peer.payloads("StatusNotification").stream()
                        .map(status -> status.path("connectorId").asInt()))
                .containsExactly(0, 1, 2);
        assertThat(peer.payloads("StatusNotification").get(1).path("errorCode").asText())
                .isEqualTo("NoError");
        assertThat(station.conversation.progress().state()).isEqualTo("accepted");
    }

    @Test
    @DisplayName("R-B03, R-B04: pending, calls are answered, nothing is started, and a triggered boot leaves at once")
    void pending() {
        peer.on(
                "BootNotification",
                "{\"status\":\"Pending\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":3600}");
        station.start();
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());

        assertThat(station.status("RemoteStartTransaction", "{\"idTag\":\"A\"}"))
                .isEqualTo("Rejected");
        assertThat(station.answer("GetConfiguration", "{}").path("configurationKey"))
                .isNotEmpty();
        assertThat(peer.actions()).containsExactly("BootNotification");
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\",\"connectorId\":1}"))
                .isEqualTo("Accepted");
        assertThat(peer.actions()).containsExactly("BootNotification", "StatusNotification");
        peer.on("BootNotification", ACCEPTED);
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"BootNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(station.conversation.progress().state()).isEqualTo("accepted");
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"BootNotification\"}"))
                .as("R-B16")
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("R-B05: rejected, the station is silent until the interval is over, also over a reconnect")
    void rejected() {
        peer.on(
                "BootNotification",
                "{\"status\":\"Rejected\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":60}");
        station.start();
        station.ask("GetConfiguration", "{}");
        assertThat(peer.answers).isEmpty();
        peer.cut();
        station.pass(Duration.ofSeconds(30));
        assertThat(peer.actions()).containsExactly("BootNotification");
        peer.on("BootNotification", ACCEPTED);
        station.pass(Duration.ofSeconds(31));
        assertThat(peer.payloads("BootNotification")).hasSize(2);
        assertThat(station.conversation.progress().state()).isEqualTo("accepted");
    }

    @Test
    @DisplayName("R-B06, R-B07: without an interval, and without an answer, boots come ever more slowly")
    void bootBackOff() {
        peer.silent("BootNotification");
        station.start();
        station.pass(Duration.ofSeconds(41));
        assertThat(peer.actions()).containsExactly("BootNotification", "BootNotification");
        station.pass(Duration.ofSeconds(48));
        assertThat(peer.actions()).hasSize(2);
        station.pass(Duration.ofSeconds(2));
        assertThat(peer.actions()).hasSize(3);
    }

    @Test
    @DisplayName("R-T16, R-B15: after a mere loss of the connection there is no boot, and only what changed is told")
    void reconnects() {
        station.start();
        peer.calls.clear();
        peer.cut();
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.empty());
        station.pass(Duration.ofSeconds(11));

        assertThat(peer.actions()).containsExactly("StatusNotification");
        assertThat(peer.payloads("StatusNotification").get(0).path("status").asText())
                .isEqualTo("Charging");
    }

    @Test
    @DisplayName("R-T15: the wait between tries doubles up to its bound, and starts anew after a success")
    void backOff() {
        peer.refuses = true;
        station.start();
        station.pass(Duration.ofSeconds(10 + 20 + 40 + 80 + 80 + 80 + 1));
        assertThat(peer.dials).isEqualTo(7);
        peer.refuses = false;
        station.pass(Duration.ofSeconds(81));
        assertThat(peer.connected()).isTrue();
        peer.refuses = true;
        peer.cut();
        int before = peer.dials;
        station.pass(Duration.ofSeconds(11));
        assertThat(peer.dials).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("R-T14: no pong until the next ping means a dead line")
    void pings() {
        station.start();
        station.pass(Duration.ofMinutes(3));
        assertThat(peer.pings).isEqualTo(3);
        assertThat(peer.dials).isEqualTo(1);
        peer.pongs = false;
        station.pass(Duration.ofSeconds(135));
        assertThat(peer.dials).isEqualTo(2);
        station.ask("ChangeConfiguration", "{\"key\":\"WebSocketPingInterval\",\"value\":\"0\"}");
        int before = peer.pings;
        station.pass(Duration.ofMinutes(3));
        assertThat(peer.pings).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "R-B02, R-B10, R-B11: the back end sets the heartbeat, a change restarts it at once, and it is never skipped")
    void heartbeats() {
        peer.on(
                "BootNotification",
                "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:05Z\",\"interval\":100}");
        station.start();
        assertThat(station.conversation.clockDifference()).contains(Duration.ofSeconds(5));
        station.pass(Duration.ofSeconds(99));
        assertThat(peer.payloads("Heartbeat")).isEmpty();
        station.pass(Duration.ofSeconds(1));
        assertThat(peer.payloads("Heartbeat")).hasSize(1);
        station.ask("ChangeConfiguration", "{\"key\":\"HeartbeatInterval\",\"value\":\"10\"}");
        station.pass(Duration.ofSeconds(5));
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());
        station.pass(Duration.ofSeconds(15));
        assertThat(peer.payloads("Heartbeat"))
                .as("R-B10: whatever else was said")
                .hasSize(3);
    }

    @Test
    @DisplayName("R-T05: one call of ours at a time, while calls of the back end are answered")
    void crossingCalls() {
        peer.silent("Authorize");
        station.start();
        peer.calls.clear();
        Authorizer authorizer = station.conversation.authorizer();
        CompletionStage<Authorizer.Answer> first = authorizer.ask(IdToken.card("A"), LEFT);
        CompletionStage<Authorizer.Answer> second = authorizer.ask(IdToken.card("B"), LEFT);
        station.settle();
        assertThat(peer.calls).hasSize(1);
        assertThat(station.answer("GetConfiguration", "{\"key\":[\"heartbeatinterval\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("key")
                        .asText())
                .as("R-C01")
                .isEqualTo("HeartbeatInterval");
        peer.say("[3,\"nobody's\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]");
        station.settle();
        assertThat(first.toCompletableFuture()).isNotDone();
        peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"Blocked\",\"parentIdTag\":\"P\"}}");
        peer.say("[3,\"" + peer.calls.get(0).id() + "\",{\"idTagInfo\":{\"status\":\"Accepted\"}}]");
        station.settle();

        assertThat(first.toCompletableFuture().join().verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(second.toCompletableFuture().join().verdict()).isEqualTo(Verdict.BLOCKED);
        assertThat(second.toCompletableFuture().join().group()).contains(IdToken.card("P"));
        assertThat(authorizer.reachable()).isTrue();
        peer.cut();
        station.settle();
        assertThat(authorizer.reachable()).isFalse();
        assertThat(authorizer.ask(IdToken.card("C"), LEFT).toCompletableFuture())
                .satisfies(asked -> {
                    station.settle();
                    assertThat(asked).isCompletedExceptionally();
                });
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @DisplayName("R-A18: everything but Accepted means no")
    @CsvSource({
        "Accepted, ACCEPTED",
        "Blocked, BLOCKED",
        "Expired, EXPIRED",
        "Invalid, UNKNOWN",
        "ConcurrentTx, BLOCKED"
    })
    void verdicts(String status, Verdict verdict) {
        station.start();
        peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"" + status + "\"}}");
        var answer =
                station.conversation.authorizer().ask(IdToken.card("A"), LEFT).toCompletableFuture();
        station.settle();

        assertThat(answer.join().verdict()).isEqualTo(verdict);
    }
}
