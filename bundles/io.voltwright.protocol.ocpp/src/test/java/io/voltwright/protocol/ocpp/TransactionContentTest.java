package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a back end is told of a transaction, and what its answer does. */
class TransactionContentTest {

    static final Biller ACME = Biller.backend(NAME);

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    @Test
    void aBackEndDoesNotHearOfWhatWasBeforeIt() {
        SessionId old = SessionId.random();
        var fresh = new FakeStation();
        fresh.append(new io.voltwright.charging.api.ChargingFact.SessionStarted(
                LEFT,
                old,
                new io.voltwright.base.api.TokenRef("ref-OLD"),
                Optional.empty(),
                ACME,
                "standard",
                io.voltwright.base.api.Energy.ZERO,
                "card"));
        assertThat(fresh.store.backEnd("later", fresh.journal.last()).since()).isEqualTo(1);
        assertThat(fresh.store.backEnd("later", 99).since())
                .as("for ever the same")
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "biller {0}, bills {1}, listens {2}: {3}")
    @DisplayName("one biller: who hears of which session")
    @CsvSource({
        "backend:acme, true, true, true",
        "backend:acme, true, false, true",
        "backend:acme, false, false, true",
        "backend:other, true, true, true",
        "backend:other, true, false, false",
        "local, true, true, true",
        "local, true, false, false",
        "free, true, true, true",
        "free, true, false, false"
    })
    void whoHearsOfWhat(String biller, boolean bills, boolean listens, boolean hears) {
        assertThat(new Roles(true, bills, listens, true).hears(NAME, Biller.of(biller)))
                .isEqualTo(hears);
    }

    @Test
    @DisplayName("R-M01, R-M02: one sample per interval, on the clock too, and none where the interval is 0")
    void sampling() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"120\"}");
        station.ask("ChangeConfiguration", "{\"key\":\"ClockAlignedDataInterval\",\"value\":\"900\"}");
        SessionId session = station.begin(LEFT, "CARD", ACME, 0);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        peer.calls.clear();
        for (int minute = 1; minute <= 15; minute++) {
            station.pass(Duration.ofSeconds(60));
            station.meter(LEFT, session, 100L * minute, minute == 15 ? Context.CLOCK : Context.PERIODIC);
        }

        List<JsonNode> ours = peer.payloads("MeterValues").stream()
                .filter(values -> values.path("connectorId").asInt() == 1)
                .toList();
        assertThat(ours).hasSize(8);
        JsonNode last = ours.get(7).path("meterValue");
        assertThat(last).hasSize(1);
        assertThat(last.path(0).path("sampledValue").path(0).path("context").asText())
                .isEqualTo("Sample.Clock");

        station.ask("ChangeConfiguration", "{\"key\":\"MeterValueSampleInterval\",\"value\":\"0\"}");
        peer.calls.clear();
        station.pass(Duration.ofMinutes(2));
        station.meter(LEFT, session, 2_000, Context.PERIODIC);
        assertThat(peer.payloads("MeterValues")).isEmpty();
    }

    @Test
    @DisplayName("R-M04: currents are reported for each phase; R-M03: one phase where only one is wanted")
    void measurands() {
        station.start();
        station.ask(
                "ChangeConfiguration",
                "{\"key\":\"MeterValuesSampledData\",\"value\":\"Energy.Active.Import.Register, Power.Active.Import,Current.Import,Current.Offered\"}");
        SessionId session = station.begin(LEFT, "CARD", ACME, 0);
        station.pass(Duration.ofSeconds(60));
        station.meter(LEFT, session, 184, Context.PERIODIC);

        JsonNode values =
                peer.payloads("MeterValues").get(0).path("meterValue").path(0).path("sampledValue");
        assertThat(values).hasSize(6);
        assertThat(values.path(1).path("value").asText()).isEqualTo("11040");
        assertThat(values.path(1).path("unit").asText()).isEqualTo("W");
        assertThat(values.path(3).path("value").asText()).isEqualTo("15.9");
        assertThat(values.path(3).path("phase").asText()).isEqualTo("L2");
        assertThat(values.path(5).path("measurand").asText()).isEqualTo("Current.Offered");
    }

    @Test
    @DisplayName("R-X08: transactionData has begin, end and the samples between; too many are thinned")
    void transactionData() {
        station.start();
        station.ask(
                "ChangeConfiguration", "{\"key\":\"StopTxnSampledData\",\"value\":\"Energy.Active.Import.Register\"}");
        SessionId session = station.begin(LEFT, "CARD", ACME, 1_000);
        for (int minute = 1; minute <= 150; minute++) {
            station.time.pass(Duration.ofSeconds(60));
            station.meter(LEFT, session, 1_000 + minute, Context.PERIODIC);
        }
        station.end(LEFT, session, 1_200, StopReason.LOCAL, Optional.empty());

        JsonNode data = peer.payloads("StopTransaction").get(0).path("transactionData");
        assertThat(data.size()).isBetween(51, 100);
        assertThat(context(data.get(0))).isEqualTo("Transaction.Begin");
        assertThat(context(data.get(1))).isEqualTo("Sample.Periodic");
        assertThat(context(data.get(data.size() - 1))).isEqualTo("Transaction.End");
        assertThat(data.get(data.size() - 1)
                        .path("sampledValue")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("1200");
    }

    private static String context(JsonNode meterValue) {
        return meterValue.path("sampledValue").path(0).path("context").asText();
    }

    @Test
    @DisplayName(
            "R-A10: a biller that refuses the token after the start ends the session; a listener's opinion is ignored")
    void lateRefusal() {
        station.start();
        peer.on("StartTransaction", "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Blocked\"}}");
        SessionId session = SessionId.random();
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        begin(session, ACME);
        assertThat(station.charging.told).containsExactly("stop " + session + " DEAUTHORIZED backend:acme");

        station.charging.told.clear();
        station.ask("ChangeConfiguration", "{\"key\":\"StopTransactionOnInvalidId\",\"value\":\"false\"}");
        SessionId suspended = SessionId.random();
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(suspended));
        begin(suspended, ACME);
        assertThat(station.charging.told).containsExactly("limit left ocpp.acme.deauthorised 0 A");
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        assertThat(station.charging.told).contains("unlimit left ocpp.acme.deauthorised");

        station.charging.told.clear();
        SessionId local = SessionId.random();
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(local));
        begin(local, Biller.local());
        assertThat(station.charging.told).isEmpty();
    }

    private void begin(SessionId session, Biller biller) {
        station.append(new io.voltwright.charging.api.ChargingFact.SessionStarted(
                LEFT,
                session,
                new io.voltwright.base.api.TokenRef("ref-CARD"),
                Optional.empty(),
                biller,
                "standard",
                io.voltwright.base.api.Energy.ZERO,
                "card"));
    }

    @Test
    @DisplayName("R-A17: a token that was erased or is too long for an idTag is named by its stand-in")
    void erasedTokens() {
        station.start();
        station.append(new io.voltwright.charging.api.ChargingFact.SessionStarted(
                LEFT,
                SessionId.random(),
                new io.voltwright.base.api.TokenRef("0123456789abcdef0123456789abcdef"),
                Optional.empty(),
                ACME,
                "standard",
                io.voltwright.base.api.Energy.ZERO,
                "card"));

        assertThat(peer.payloads("StartTransaction").get(0).path("idTag").asText())
                .isEqualTo("0123456789abcdef0123");
    }
}
