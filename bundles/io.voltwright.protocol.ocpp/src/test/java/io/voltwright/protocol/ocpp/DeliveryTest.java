package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions reach the back end in order, each once, whatever the line does. */
class DeliveryTest {

    static final Biller ACME = Biller.backend(NAME);

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    @Test
    @DisplayName("R-X06, R-X07: a session becomes StartTransaction, MeterValues and StopTransaction")
    void aWholeSession() {
        station.start();
        peer.calls.clear();

        SessionId session = station.begin(LEFT, "CARD", ACME, 120_000);
        station.pass(Duration.ofSeconds(60));
        station.meter(LEFT, session, 120_184, Context.PERIODIC);
        station.end(LEFT, session, 120_250, StopReason.EV_DISCONNECTED, Optional.empty());

        assertThat(peer.actions()).containsExactly("StartTransaction", "MeterValues", "StopTransaction");
        JsonNode start = peer.payloads("StartTransaction").get(0);
        assertThat(start.path("connectorId").asInt()).isEqualTo(1);
        assertThat(start.path("idTag").asText()).isEqualTo("CARD");
        assertThat(start.path("meterStart").asInt()).isEqualTo(120_000);
        assertThat(start.path("timestamp").asText()).isEqualTo("2026-03-02T08:00:00.000Z");
        JsonNode values = peer.payloads("MeterValues").get(0);
        assertThat(values.path("transactionId").asInt()).isEqualTo(42);
        assertThat(values.path("meterValue")
                        .path(0)
                        .path("sampledValue")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("120184");
        assertThat(values.path("meterValue")
                        .path(0)
                        .path("sampledValue")
                        .path(0)
                        .path("context")
                        .asText())
                .isEqualTo("Sample.Periodic");
        JsonNode value = values.path("meterValue").path(0).path("sampledValue").path(0);
        assertThat(value.path("measurand").asText()).isEqualTo("Energy.Active.Import.Register");
        assertThat(value.path("unit").asText()).isEqualTo("Wh");
        assertThat(value.has("location") || value.has("format"))
                .as("R-M06: left out they mean Outlet and Raw, and so it is")
                .isFalse();
        JsonNode stop = peer.payloads("StopTransaction").get(0);
        assertThat(stop.path("transactionId").asInt()).isEqualTo(42);
        assertThat(stop.path("meterStop").asInt()).isEqualTo(120_250);
        assertThat(stop.path("reason").asText()).isEqualTo("EVDisconnected");
        assertThat(stop.has("idTag")).as("R-X07: the station itself stopped").isFalse();
        assertThat(stop.has("transactionData")).isFalse();
        assertThat(station.store.openTransactions(NAME)).isEmpty();
    }

    @Test
    @DisplayName("R-X17: the register is told as it is, and goes on where the transaction before it ended")
    void theRegisterGoesOn() {
        station.start();
        SessionId first = station.begin(LEFT, "A", ACME, 120_000);
        station.end(LEFT, first, 120_250, StopReason.LOCAL, Optional.of("A"));
        SessionId next = station.begin(LEFT, "B", ACME, 120_250);
        station.end(LEFT, next, 120_250, StopReason.LOCAL, Optional.of("B"));

        assertThat(peer.payloads("StartTransaction"))
                .extracting(start -> start.path("meterStart").asInt())
                .containsExactly(120_000, 120_250);
        assertThat(peer.payloads("StopTransaction"))
                .extracting(stop -> stop.path("meterStop").asInt())
                .containsExactly(120_250, 120_250);
    }

    @ParameterizedTest
    @DisplayName("R-X07: each reason has its word")
    @CsvSource({
        "LOCAL, Local", "REMOTE, Remote", "EV_DISCONNECTED, EVDisconnected", "DEAUTHORIZED, DeAuthorized",
        "EMERGENCY_STOP, EmergencyStop", "HARD_RESET, HardReset", "SOFT_RESET, SoftReset", "POWER_LOSS, PowerLoss",
        "REBOOT, Reboot", "UNLOCK_COMMAND, UnlockCommand", "TIMEOUT, Other", "ENERGY_LIMIT, Other",
        "METER_FAILED, Other", "FAULT, Other", "OTHER, Other"
    })
    void reasons(StopReason reason, String word) {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 0);
        station.end(LEFT, session, 1, reason, Optional.of("CARD"));

        assertThat(peer.payloads("StopTransaction").get(0).path("reason").asText())
                .isEqualTo(word);
        assertThat(peer.payloads("StopTransaction").get(0).path("idTag").asText())
                .isEqualTo("CARD");
    }

    @Test
    @DisplayName("R-B01, R-B09, R-X02: what happened offline leaves in order, and only after the boot was accepted")
    void offline() {
        SessionId left = station.begin(LEFT, "A", ACME, 100);
        SessionId right = station.begin(RIGHT, "B", ACME, 200);
        station.end(LEFT, left, 150, StopReason.LOCAL, Optional.of("A"));
        station.end(RIGHT, right, 250, StopReason.LOCAL, Optional.of("B"));
        peer.on(
                "BootNotification",
                "{\"status\":\"Pending\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":30}");

        station.start();
        assertThat(peer.actions()).containsExactly("BootNotification");
        peer.on(
                "BootNotification",
                "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":300}");
        station.pass(Duration.ofSeconds(31));

        assertThat(peer.actions().stream().filter(action -> action.endsWith("Transaction")))
                .as("R-X01")
                .containsExactly("StartTransaction", "StartTransaction", "StopTransaction", "StopTransaction");
        assertThat(peer.payloads("StopTransaction").stream()
                        .map(stop -> stop.path("meterStop").asInt()))
                .containsExactly(150, 250);
    }

    @Test
    @DisplayName("R-X03: a refused message is sent again after 60 and 120 s, and given up after three transmissions")
    void retriesAndGivesUp() {
        station.start();
        peer.refuse("StartTransaction");
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        assertThat(peer.payloads("StartTransaction")).hasSize(1);
        station.pass(Duration.ofSeconds(59));
        assertThat(peer.payloads("StartTransaction")).hasSize(1);
        station.pass(Duration.ofSeconds(2));
        assertThat(peer.payloads("StartTransaction")).hasSize(2);
        station.pass(Duration.ofSeconds(117));
        assertThat(peer.payloads("StartTransaction")).hasSize(2);
        station.pass(Duration.ofSeconds(5));
        assertThat(peer.payloads("StartTransaction")).hasSize(3);
        assertThat(peer.payloads("StartTransaction"))
                .as("the same each time")
                .containsOnly(peer.payloads("StartTransaction").get(0));

        station.end(LEFT, session, 200, StopReason.LOCAL, Optional.empty());
        assertThat(peer.payloads("StopTransaction").get(0).path("transactionId").asInt())
                .as("R-X04: the start was given up")
                .isEqualTo(-1);
        List<Undelivered> undelivered = station.store.undelivered(NAME, 10);
        assertThat(undelivered).singleElement().satisfies(message -> {
            assertThat(message.action()).isEqualTo("StartTransaction");
            assertThat(message.attempts()).isEqualTo(3);
            assertThat(message.session()).isEqualTo(session.value());
        });
    }

    @Test
    @DisplayName("R-T06, R-X03: silence while connected is a failure; its late answer is ignored")
    void timeouts() {
        station.start();
        peer.silent("StartTransaction");
        station.begin(LEFT, "CARD", ACME, 100);
        String first = peer.calls.get(peer.calls.size() - 1).id();
        station.pass(Duration.ofSeconds(30));
        peer.say("[3,\"" + first + "\",{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}]");
        station.settle();
        peer.on("StartTransaction", "{\"transactionId\":8,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        station.pass(Duration.ofSeconds(61));

        assertThat(station.store.openTransactions(NAME))
                .extracting(OpenTransaction::id)
                .containsExactly(8L);
    }

    @Test
    @DisplayName("R-X03: a lost connection is no attempt")
    void connectionLossIsNoAttempt() {
        station.start();
        peer.silent("StartTransaction");
        station.begin(LEFT, "CARD", ACME, 100);
        for (int i = 0; i < 10; i++) {
            peer.cut();
            station.pass(Duration.ofSeconds(11));
        }
        assertThat(peer.payloads("StartTransaction")).hasSize(11);
        peer.on("StartTransaction", "{\"transactionId\":0,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        peer.cut();
        station.pass(Duration.ofSeconds(11));

        assertThat(station.store.undelivered(NAME, 10)).isEmpty();
        assertThat(station.store.openTransactions(NAME))
                .as("R-X05: 0 is an id like any other")
                .extracting(OpenTransaction::id)
                .containsExactly(0L);
    }

    @Test
    @DisplayName("R-X02, R-X04: the transaction id outlives a swap of the bundle, which is no boot (R-T16)")
    void swap() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        peer.calls.clear();
        station.swap();
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());

        assertThat(peer.actions()).doesNotContain("BootNotification", "StartTransaction");
        assertThat(peer.payloads("StopTransaction").get(0).path("transactionId").asInt())
                .isEqualTo(42);
    }

    @Test
    void aCommitThatFailedDoesNotSendTheMessageAgain() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", ACME, 100);
        var entry = station.journal.read(0, 1);
        var before = peer.calls.size();

        assertThat(station.conversation.delivery().read(entry).toCompletableFuture())
                .isCompleted();
        assertThat(peer.calls).hasSize(before);
        station.end(LEFT, session, 300, StopReason.LOCAL, Optional.empty());
        assertThat(peer.payloads("StopTransaction")).hasSize(1);
    }

    @Test
    @DisplayName(
            "R-X02: behind a start whose acknowledgement could not be committed nothing leaves, and it is not sent again")
    void aPartOfABatchThatWasNotCommitted() {
        station.start();
        SessionId session = SessionId.random();
        queue(new ChargingFact.SessionStarted(
                LEFT,
                session,
                new TokenRef("ref-CARD"),
                Optional.empty(),
                ACME,
                "standard",
                Energy.wattHours(100),
                "card"));
        queue(new ChargingFact.SessionStopped(
                LEFT, session, Energy.wattHours(300), StopReason.LOCAL, Optional.empty(), "card", true));
        List<Entry> batch = station.journal.read(station.position, 10);
        FactReader delivery = station.conversation.delivery();

        CompletionStage<FactReader.Step> answer = delivery.read(
                batch,
                (part, executor) -> CompletableFuture.failedFuture(new IllegalStateException("the disk is full")));
        station.time.settle();
        assertThat(answer.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the disk is full");
        assertThat(peer.payloads("StartTransaction")).hasSize(1);
        assertThat(peer.payloads("StopTransaction")).isEmpty();

        station.settle();
        assertThat(peer.payloads("StartTransaction")).hasSize(1);
        assertThat(peer.payloads("StopTransaction")).singleElement().satisfies(stop -> assertThat(
                        stop.path("transactionId").asInt())
                .isEqualTo(42));
        assertThat(station.store.openTransactions(NAME)).isEmpty();
    }

    @Test
    @DisplayName("R-X03, R-X04: what was planned behind a start that is given up leaves under the id -1")
    void aStartThatIsGivenUpInABacklog() {
        station.begin(LEFT, "A", ACME, 100);
        SessionId lost = station.begin(RIGHT, "B", ACME, 200);
        station.time.pass(Duration.ofSeconds(61));
        station.meter(RIGHT, lost, 210, Context.PERIODIC);
        station.end(RIGHT, lost, 250, StopReason.LOCAL, Optional.of("B"));
        peer.scripts.put(
                "StartTransaction",
                (call, any) -> Optional.of(
                        call.payload().path("idTag").asText().equals("A")
                                ? "[3,\"" + call.id()
                                        + "\",{\"transactionId\":7,\"idTagInfo\":{\"status\":\"Accepted\"}}]"
                                : "[4,\"" + call.id() + "\",\"InternalError\",\"\",{}]"));
        station.start();
        station.pass(Duration.ofSeconds(200));

        assertThat(peer.payloads("StartTransaction")).hasSize(4);
        assertThat(peer.payloads("MeterValues")).singleElement().satisfies(sample -> assertThat(
                        sample.path("transactionId").asInt())
                .isEqualTo(-1));
        assertThat(peer.payloads("StopTransaction")).singleElement().satisfies(stop -> assertThat(
                        stop.path("transactionId").asInt())
                .isEqualTo(-1));
        assertThat(station.store.undelivered(NAME, 10))
                .extracting(Undelivered::action)
                .containsExactly("StartTransaction");
        assertThat(station.store.openTransactions(NAME))
                .extracting(OpenTransaction::id)
                .containsExactly(7L);
    }

    // Without anybody who reads it at once.
    private void queue(ChargingFact fact) {
        station.journal.append(ChargingFacts.encode(fact, "queued-" + station.journal.last(), station.time.moment()));
    }
}
