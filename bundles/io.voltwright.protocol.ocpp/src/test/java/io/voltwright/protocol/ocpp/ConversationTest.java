package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static io.voltwright.protocol.ocpp.FakeStation.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Authorization.Verdict;
import io.voltwright.users.api.Authorizer;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the station and a back end say to each other besides transactions. */
class ConversationTest {

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
    @DisplayName("R-B02, R-B11: the back end sets the heartbeat, and a change restarts it at once")
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
        station.pass(Duration.ofSeconds(20));
        assertThat(peer.payloads("Heartbeat")).hasSize(3);
    }

    @Test
    @DisplayName("R-S01, R-S04: faults have an error code; R-S03: what does not last is not told")
    void statuses() {
        station.start();
        peer.calls.clear();
        station.put(LEFT, 1, EvseStatus.FAULTED, Optional.empty(), Biller.free(), Optional.of("MREC17-ContactorFault"));
        JsonNode fault = peer.payloads("StatusNotification").get(0);
        assertThat(fault.path("status").asText()).isEqualTo("Faulted");
        assertThat(fault.path("errorCode").asText()).isEqualTo("PowerSwitchFailure");
        assertThat(fault.path("vendorErrorCode").asText()).isEqualTo("MREC17-ContactorFault");

        station.ask("ChangeConfiguration", "{\"key\":\"MinimumStatusDuration\",\"value\":\"5\"}");
        peer.calls.clear();
        station.put(LEFT, 1, EvseStatus.AVAILABLE, Optional.empty());
        station.pass(Duration.ofSeconds(2));
        station.put(LEFT, 1, EvseStatus.PREPARING, Optional.empty());
        station.pass(Duration.ofSeconds(6));
        assertThat(peer.payloads("StatusNotification")).singleElement().satisfies(status -> {
            assertThat(status.path("status").asText()).isEqualTo("Preparing");
            assertThat(status.path("timestamp").asText()).isEqualTo("2026-03-02T08:00:02.000Z");
        });
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
        assertThat(new Roles(true, true, true, controls).stops(NAME, Biller.of(biller)))
                .isEqualTo(stops);
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
    void onlyTheOneThatControlsMayResetAndChangeAvailability() {
        station.roles = new Roles(true, true, true, false);
        station.swap();
        assertThat(station.status("Reset", "{\"type\":\"Hard\"}")).isEqualTo("Rejected");
        assertThat(station.status("ChangeAvailability", "{\"connectorId\":0,\"type\":\"Inoperative\"}"))
                .isEqualTo("Rejected");
        assertThat(station.status("UnlockConnector", "{\"connectorId\":1}")).isEqualTo("UnlockFailed");
        assertThat(station.charging.told).isEmpty();
    }

    @Test
    @DisplayName("R-C01: all keys, known keys in the standard's spelling, unknown keys; never the AuthorizationKey")
    void getConfiguration() {
        station.start();
        JsonNode all = station.answer("GetConfiguration", "{}").path("configurationKey");
        List<String> names = new java.util.ArrayList<>();
        all.forEach(key -> names.add(key.path("key").asText()));
        assertThat(names)
                .as("section 1.2, required of Core")
                .contains(
                        "AuthorizeRemoteTxRequests",
                        "ClockAlignedDataInterval",
                        "ConnectionTimeOut",
                        "ConnectorPhaseRotation",
                        "GetConfigurationMaxKeys",
                        "HeartbeatInterval",
                        "LocalAuthorizeOffline",
                        "LocalPreAuthorize",
                        "MeterValuesAlignedData",
                        "MeterValuesSampledData",
                        "MeterValueSampleInterval",
                        "NumberOfConnectors",
                        "ResetRetries",
                        "StopTransactionOnInvalidId",
                        "StopTxnAlignedData",
                        "StopTxnSampledData",
                        "SupportedFeatureProfiles",
                        "TransactionMessageAttempts",
                        "TransactionMessageRetryInterval",
                        "UnlockConnectorOnEVSideDisconnect")
                .doesNotContain("AuthorizationKey")
                .doesNotHaveDuplicates();
        JsonNode some = station.answer(
                "GetConfiguration",
                "{\"key\":[\"numberofconnectors\",\"Moon\",\"AuthorizationKey\",\"ConnectorPhaseRotation\"]}");
        assertThat(some.path("configurationKey").path(0).path("value").asText()).isEqualTo("2");
        assertThat(some.path("configurationKey").path(1).path("value").asText()).isEqualTo("0.Unknown,1.RST,2.RST");
        assertThat(some.path("unknownKey").path(0).asText()).isEqualTo("Moon");
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @DisplayName("R-C02, R-M03: what is taken and what is not")
    @CsvSource(
            delimiter = '|',
            value = {
                "Moon | 1 | NotSupported",
                "NumberOfConnectors | 3 | Rejected",
                "heartbeatinterval | 60 | Accepted",
                "HeartbeatInterval | sixty | Rejected",
                "HeartbeatInterval | -1 | Rejected",
                "WebSocketPingInterval | -1 | Rejected",
                "AuthorizeRemoteTxRequests | True | Accepted",
                "AuthorizeRemoteTxRequests | 1 | Rejected",
                "MeterValuesSampledData | Energy.Active.Import.Register , Current.Import.L1 | Accepted",
                "MeterValuesSampledData | Energy.Active.Import.Register,SoC | Rejected",
                "ConnectorPhaseRotation | 0.RST,1.TRS | Accepted",
                "ConnectorPhaseRotation | 1.ABC | Rejected",
                "AuthorizationKey | 0123 | Rejected",
                "TransactionMessageAttempts | 0 | Rejected"
            })
    void changeConfiguration(String key, String value, String status) {
        station.start();
        assertThat(station.status("ChangeConfiguration", "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}"))
                .isEqualTo(status);
    }

    @Test
    @DisplayName("R-C02: a changed key outlives a restart")
    void keysAreKept() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"TransactionMessageAttempts\",\"value\":\"5\"}");
        station.swap();
        assertThat(station.answer("GetConfiguration", "{\"key\":[\"TransactionMessageAttempts\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("5");
    }

    @Test
    @DisplayName("R-C11, R-Z13: a new AuthorizationKey goes to the key store, is tried at once and never shown")
    void authorizationKey() {
        station.start();
        String key = "00112233445566778899aabbccddeeff";
        assertThat(station.status("ChangeConfiguration", "{\"key\":\"AuthorizationKey\",\"value\":\"" + key + "\"}"))
                .isEqualTo("Accepted");
        station.settle();
        assertThat(station.secrets).containsEntry("ocpp.acme", key);
        assertThat(peer.dials).isEqualTo(2);
        assertThat(station.store.settings(NAME)).doesNotContainKey("AuthorizationKey");
        assertThat(station.conversation.tail().last(100).toString()).doesNotContain(key);
    }

    @Test
    @DisplayName("R-G01, R-T20: triggered messages follow the answer")
    void triggers() {
        station.start();
        peer.calls.clear();
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"StatusNotification\"}"))
                .isEqualTo("Accepted");
        assertThat(peer.payloads("StatusNotification"))
                .as("including connector 0")
                .hasSize(3);
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"MeterValues\",\"connectorId\":2}"))
                .isEqualTo("Accepted");
        JsonNode value = peer.payloads("MeterValues").get(0);
        assertThat(value.path("connectorId").asInt()).isEqualTo(2);
        assertThat(value.path("meterValue")
                        .path(0)
                        .path("sampledValue")
                        .path(0)
                        .path("context")
                        .asText())
                .isEqualTo("Trigger");
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"Heartbeat\",\"connectorId\":17}"))
                .isEqualTo("Accepted");
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"MeterValues\",\"connectorId\":17}"))
                .isEqualTo("Rejected");
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"FirmwareStatusNotification\"}"))
                .isEqualTo("NotImplemented");
    }

    @Test
    @DisplayName("R-M02: on the clock every connector without a transaction is told of too")
    void clockAligned() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"ClockAlignedDataInterval\",\"value\":\"600\"}");
        peer.calls.clear();
        station.pass(Duration.ofSeconds(605));
        assertThat(peer.payloads("MeterValues")).hasSize(2).allSatisfy(values -> {
            assertThat(values.has("transactionId")).isFalse();
            assertThat(values.path("meterValue").path(0).path("timestamp").asText())
                    .isEqualTo("2026-03-02T08:10:00.000Z");
        });
    }

    @Test
    @DisplayName("R-A08, R-P01, R-T07: the rest is answered as the standard says")
    void others() {
        station.start();
        assertThat(station.status("ClearCache", "{}")).isEqualTo("Accepted");
        assertThat(station.remembered).containsExactly("forget acme");
        assertThat(station.status("DataTransfer", "{\"vendorId\":\"nobody\"}")).isEqualTo("UnknownVendorId");
        assertThat(station.answer(
                                "ReserveNow",
                                "{\"connectorId\":1,\"expiryDate\":\"2026-03-02T09:00:00Z\",\"idTag\":\"A\",\"reservationId\":1}")
                        .asText())
                .isEqualTo("NotSupported");
        assertThat(station.answer("FlyToTheMoon", "{}").asText()).isEqualTo("NotImplemented");
        assertThat(station.answer("Reset", "{\"type\":\"Gentle\"}").asText()).isEqualTo("PropertyConstraintViolation");
    }

    @Test
    @DisplayName("R-Z13: tokens are masked in what people see")
    void masks() {
        assertThat(Tail.masked("[2,\"1\",\"Authorize\",{\"idTag\":\"04AABBCC\"}]"))
                .isEqualTo("[2,\"1\",\"Authorize\",{\"idTag\":\"***CC\"}]");
        assertThat(Tail.masked("[2,\"1\",\"ChangeConfiguration\",{\"value\":\"abcdef\",\"key\":\"AuthorizationKey\"}]"))
                .doesNotContain("abcdef");
    }
}
