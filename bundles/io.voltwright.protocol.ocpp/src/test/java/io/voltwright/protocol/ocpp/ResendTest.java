package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was given up is kept, counted, and said again when somebody wishes it. */
class ResendTest {

    static final Biller ACME = Biller.backend(NAME);
    static final Duration ALL_ATTEMPTS = Duration.ofSeconds(190);

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    @Test
    @DisplayName(
            "R-X03, R-X04: a whole session that was given up is said again in order, under the id that its start gets")
    void aWholeSession() {
        station.start();
        String begun = "2026-03-02T08:00:00.000Z";
        for (String action : List.of("StartTransaction", "MeterValues", "StopTransaction")) {
            peer.refuse(action);
        }
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        station.pass(ALL_ATTEMPTS);
        station.meter(LEFT, session, 150, Context.PERIODIC);
        station.pass(ALL_ATTEMPTS);
        station.end(LEFT, session, 200, StopReason.LOCAL, Optional.of("CARD"));
        station.pass(ALL_ATTEMPTS);
        List<Undelivered> kept = station.store.undelivered(NAME, 10);
        assertThat(kept)
                .extracting(Undelivered::action)
                .containsExactly("StopTransaction", "MeterValues", "StartTransaction");
        assertThat(station.store.undeliveredCount(NAME)).isEqualTo(3);

        peer.on("StartTransaction", "{\"transactionId\":77,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        peer.on("MeterValues", "{}");
        peer.on("StopTransaction", "{}");
        peer.calls.clear();
        wish(station.store.undelivered(NAME, 0, 10));

        assertThat(peer.actions()).containsExactly("StartTransaction", "MeterValues", "StopTransaction");
        JsonNode start = peer.payloads("StartTransaction").get(0);
        assertThat(start.path("timestamp").asText()).isEqualTo(begun);
        assertThat(start.path("meterStart").asInt()).isEqualTo(100);
        assertThat(start.path("idTag").asText()).isEqualTo("CARD");
        assertThat(peer.payloads("MeterValues").get(0).path("transactionId").asInt())
                .isEqualTo(77);
        JsonNode stop = peer.payloads("StopTransaction").get(0);
        assertThat(stop.path("transactionId").asInt()).isEqualTo(77);
        assertThat(stop.path("meterStop").asInt()).isEqualTo(200);
        assertThat(stop.path("idTag").asText()).isEqualTo("CARD");
        assertThat(station.store.undeliveredCount(NAME)).isZero();
    }

    @Test
    void aStartThatIsSaidAgainNamesTheSessionThatStillRuns() {
        station.start();
        peer.refuse("StartTransaction");
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        station.pass(ALL_ATTEMPTS);
        peer.on("StartTransaction", "{\"transactionId\":78,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        wish(station.store.undelivered(NAME, 0, 10));
        assertThat(station.store.openTransactions(NAME))
                .extracting(OpenTransaction::id)
                .containsExactly(78L);

        station.end(LEFT, session, 200, StopReason.LOCAL, Optional.empty());
        assertThat(peer.payloads("StopTransaction").get(0).path("transactionId").asInt())
                .isEqualTo(78);
    }

    @Test
    void whatFailsAgainStaysAndCountsItsAttemptsAndWaitsItsTurn() {
        station.start();
        peer.refuse("StopTransaction");
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        station.end(LEFT, session, 200, StopReason.LOCAL, Optional.empty());
        station.pass(ALL_ATTEMPTS);
        List<Undelivered> kept = station.store.undelivered(NAME, 0, 10);
        peer.calls.clear();
        wish(kept);
        wish(kept);
        station.pass(ALL_ATTEMPTS);

        assertThat(peer.payloads("StopTransaction"))
                .as("asking twice is asking once")
                .hasSize(3);
        assertThat(station.store.undelivered(NAME, 10))
                .singleElement()
                .satisfies(message -> assertThat(message.attempts()).isEqualTo(6));
        peer.on("StopTransaction", "{}");
        wish(station.store.undelivered(NAME, 0, 10));
        assertThat(station.store.undeliveredCount(NAME)).isZero();
    }

    @Test
    void theWishOutlivesARestart() {
        station.start();
        peer.refuse("StartTransaction");
        station.begin(LEFT, "CARD", ACME, 100);
        station.pass(ALL_ATTEMPTS);
        peer.cut();
        peer.refuses = true;
        wish(station.store.undelivered(NAME, 0, 10));
        peer.refuses = false;
        peer.on("StartTransaction", "{\"transactionId\":79,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        station.readAgain();
        station.swap();

        assertThat(station.store.undeliveredCount(NAME)).isZero();
    }

    @Test
    @DisplayName("samples share a commit; a start or a stop is committed before the next message leaves")
    void commits() {
        SessionId left = station.begin(LEFT, "A", ACME, 0);
        for (int i = 0; i < 50; i++) {
            station.time.pass(Duration.ofSeconds(61));
            station.meter(LEFT, left, i, Context.PERIODIC);
        }
        station.begin(RIGHT, "B", ACME, 0);
        station.end(LEFT, left, 60, StopReason.LOCAL, Optional.empty());
        int[] committed = new int[2];
        peer.scripts.put("MeterValues", (call, any) -> {
            assertThat(station.store.openTransactions(NAME))
                    .as("the id was durable before the first sample left")
                    .hasSize(1);
            return Optional.of("[3,\"" + call.id() + "\",{}]");
        });
        peer.scripts.put("StopTransaction", (call, any) -> {
            committed[0] = station.commits;
            assertThat(station.store.openTransactions(NAME)).hasSize(2);
            return Optional.of("[3,\"" + call.id() + "\",{}]");
        });
        station.start();

        assertThat(peer.payloads("MeterValues")).hasSize(50);
        assertThat(committed[0])
                .as("one for the first start, one for all samples and the second start")
                .isEqualTo(2);
        assertThat(station.store.openTransactions(NAME)).hasSize(1);
    }

    private void wish(List<Undelivered> messages) {
        messages.forEach(message -> station.journal.append(Resend.wish(message, station.time.moment())));
        station.settle();
    }
}
