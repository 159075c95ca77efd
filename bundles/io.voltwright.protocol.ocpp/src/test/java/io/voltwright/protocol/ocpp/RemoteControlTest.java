package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a back end may command. */
class RemoteControlTest {

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

    @Test
    @DisplayName("R-X12: a remote start is answered first, then charging is asked, with the back end as biller")
    void remoteStart() {
        station.start();
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":2,\"idTag\":\"abc\"}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("start right ABC acme backend:acme");
        assertThat(peer.actions()).doesNotContain("Authorize");
    }

    @Test
    @DisplayName("R-X12: with AuthorizeRemoteTxRequests the token is asked about first")
    void remoteStartAuthorised() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"AuthorizeRemoteTxRequests\",\"value\":\"TRUE\"}");
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":1,\"idTag\":\"A\"}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("start left A acme backend:acme");
        peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"Invalid\"}}");
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":2,\"idTag\":\"B\"}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("R-X12: what cannot start is rejected (TC_026, TC_027)")
    @CsvSource({"0, AVAILABLE", "3, AVAILABLE", "1, FAULTED", "1, UNAVAILABLE", "1, CHARGING", "1, RESERVED"})
    void remoteStartRejected(int connector, EvseStatus status) {
        station.start();
        station.put(LEFT, 1, status, Optional.empty());
        assertThat(station.status("RemoteStartTransaction", "{\"connectorId\":" + connector + ",\"idTag\":\"A\"}"))
                .isEqualTo("Rejected");
        assertThat(station.charging.told).isEmpty();
    }

    @Test
    @DisplayName("R-X12: without a connector the plugged one is taken")
    void remoteStartAnywhere() {
        station.start();
        station.put(RIGHT, 2, EvseStatus.PREPARING, Optional.empty());
        station.ask("RemoteStartTransaction", "{\"idTag\":\"A\"}");
        assertThat(station.charging.told).containsExactly("start right A acme backend:acme");
    }

    @Test
    @DisplayName("R-X15: a remote stop needs a known transaction that is the back end's to stop")
    void remoteStop() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", Biller.backend(NAME), 0);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));

        assertThat(station.status("RemoteStopTransaction", "{\"transactionId\":41}"))
                .isEqualTo("Rejected");
        assertThat(station.status("RemoteStopTransaction", "{\"transactionId\":42}"))
                .isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("stop " + session + " REMOTE backend:acme");
        SessionId foreign = SessionId.random();
        peer.on("StartTransaction", "{\"transactionId\":43,\"idTagInfo\":{\"status\":\"Accepted\"}}");
        station.put(RIGHT, 2, EvseStatus.CHARGING, Optional.of(foreign));
        station.append(new io.voltwright.charging.api.ChargingFact.SessionStarted(
                RIGHT,
                foreign,
                new io.voltwright.base.api.TokenRef("ref-X"),
                Optional.empty(),
                Biller.backend("other"),
                "standard",
                io.voltwright.base.api.Energy.ZERO,
                "card"));
        assertThat(station.status("RemoteStopTransaction", "{\"transactionId\":43}"))
                .as("another back end authorised it")
                .isEqualTo("Rejected");
    }

    @ParameterizedTest(name = "{0} controls {1}: {2}")
    @CsvSource({
        "backend:acme, false, true", "backend:acme, true, true", "backend:other, true, false",
        "local, true, true", "local, false, false", "free, true, true"
    })
    void whoMayStopWhat(String biller, boolean controls, boolean stops) {
        Roles roles = new Roles(true, true, true, controls);
        Standing standing = new Standing(
                FakeStation.settings("ws://127.0.0.1:1/ocpp", roles), station.store, new InOrder(Runnable::run));
        assertThat(standing.stops(SessionId.random(), Biller.of(biller))).isEqualTo(stops);
    }

    @Test
    @DisplayName("R-S09, R-S10, R-S12: availability of one connector and of all")
    void availability() {
        station.start();
        assertThat(station.status("ChangeAvailability", "{\"connectorId\":1,\"type\":\"Inoperative\"}"))
                .isEqualTo("Accepted");
        assertThat(station.status("ChangeAvailability", "{\"connectorId\":9,\"type\":\"Inoperative\"}"))
                .isEqualTo("Rejected");
        SessionId session = SessionId.random();
        station.put(RIGHT, 2, EvseStatus.CHARGING, Optional.of(session));
        station.charging.told.clear();
        peer.calls.clear();
        assertThat(station.status("ChangeAvailability", "{\"connectorId\":0,\"type\":\"Inoperative\"}"))
                .isEqualTo("Scheduled");
        assertThat(station.charging.told)
                .containsExactly("operative left false backend:acme", "operative right false backend:acme");
        assertThat(peer.payloads("StatusNotification")
                        .get(0)
                        .path("connectorId")
                        .asInt())
                .isZero();
        assertThat(peer.payloads("StatusNotification").get(0).path("status").asText())
                .isEqualTo("Unavailable");
        peer.calls.clear();
        station.swap();
        assertThat(peer.payloads("StatusNotification").stream()
                        .filter(status -> status.path("connectorId").asInt() == 0)
                        .map(status -> status.path("status").asText()))
                .as("R-B13: kept")
                .containsExactly("Unavailable");
    }

    @Test
    @DisplayName("R-S14: unlocking, and what happens when it fails")
    void unlock() {
        station.start();
        assertThat(station.status("UnlockConnector", "{\"connectorId\":1}")).isEqualTo("Unlocked");
        assertThat(station.status("UnlockConnector", "{\"connectorId\":7}")).isEqualTo("NotSupported");
        station.charging.next = Outcome.refused("the lock is stuck");
        peer.calls.clear();
        assertThat(station.status("UnlockConnector", "{\"connectorId\":1}")).isEqualTo("UnlockFailed");
        assertThat(peer.payloads("StatusNotification").get(0).path("errorCode").asText())
                .isEqualTo("ConnectorLockFailure");
    }

    @Test
    @DisplayName("R-X10: a soft reset stops, tells, and then restarts")
    void softReset() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", Biller.backend(NAME), 0);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        assertThat(station.status("Reset", "{\"type\":\"Soft\"}")).isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("stop " + session + " SOFT_RESET backend:acme");
        station.pass(Duration.ofSeconds(3));
        assertThat(station.restarts).isEmpty();
        assertThat(station.status("Reset", "{\"type\":\"Soft\"}"))
                .as("one at a time")
                .isEqualTo("Rejected");
        station.end(LEFT, session, 10, StopReason.SOFT_RESET, Optional.empty());
        station.pass(Duration.ofSeconds(2));

        assertThat(peer.payloads("StopTransaction").get(0).path("reason").asText())
                .isEqualTo("SoftReset");
        assertThat(station.restarts).containsExactly("the back end acme asked for a Soft reset");
        assertThat(peer.connected())
                .as("R-T19: no reconnect before the restart")
                .isFalse();
    }

    @Test
    @DisplayName("R-X10: a hard reset restarts at once")
    void hardReset() {
        station.start();
        SessionId session = station.begin(LEFT, "CARD", Biller.backend(NAME), 0);
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(session));
        assertThat(station.status("Reset", "{\"type\":\"Hard\"}")).isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("stop " + session + " HARD_RESET backend:acme");
        assertThat(station.restarts).hasSize(1);
    }

    @Test
    @DisplayName("R-X10: a reset that was taken comes also where the line went before its answer could leave")
    void resetWithoutAnswer() {
        station.start();
        peer.ask("Reset", "{\"type\":\"Hard\"}");
        peer.cut();
        station.settle();
        assertThat(peer.answers).isEmpty();
        assertThat(station.restarts).hasSize(1);
    }

    @Test
    @DisplayName(
            "R-X10, 9.1.22: a restart that does not come is asked for again ResetRetries times, then the station goes on")
    void unsuccessfulReset() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"ResetRetries\",\"value\":\"2\"}");
        assertThat(station.status("Reset", "{\"type\":\"Hard\"}")).isEqualTo("Accepted");
        station.pass(ResetCalls.PATIENCE.minusSeconds(1));
        assertThat(station.restarts).hasSize(1);
        station.pass(ResetCalls.PATIENCE.plusSeconds(1));
        assertThat(station.restarts).hasSize(3);
        assertThat(peer.connected()).isFalse();
        station.pass(ResetCalls.PATIENCE);
        assertThat(station.restarts).hasSize(3);
        assertThat(peer.connected()).isTrue();
        assertThat(station.status("Reset", "{\"type\":\"Hard\"}")).isEqualTo("Accepted");
    }

    @Test
    void onlyTheOneThatControlsMayResetAndChangeAvailability() {
        station.roles = new Roles(true, true, true, false);
        station.swap();
        assertThat(station.status("Reset", "{\"type\":\"Hard\"}")).isEqualTo("Rejected");
        assertThat(station.status("ChangeAvailability", "{\"connectorId\":0,\"type\":\"Inoperative\"}"))
                .isEqualTo("Rejected");
        assertThat(station.status("UnlockConnector", "{\"connectorId\":1}")).isEqualTo("UnlockFailed");
        assertThat(station.charging.told).isEmpty();
    }
}
