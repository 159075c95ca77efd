package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What else the station and a back end say to each other. */
class ConversationTest {

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;

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
        assertThat(station.holder.secrets).containsEntry("ocpp.acme", key);
        assertThat(peer.dials).isEqualTo(2);
        assertThat(station.store.settings(NAME)).doesNotContainKey("AuthorizationKey");
        assertThat(station.conversation.tail().last(100, Tail.Filter.ALL))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(Mask.of(line.text())).doesNotContain(key));
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
                .isEqualTo("Accepted");
        assertThat(peer.payloads("FirmwareStatusNotification")
                        .get(0)
                        .path("status")
                        .asText())
                .as("R-G02")
                .isEqualTo("Idle");
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
    @DisplayName(
            "R-M02, R-M05, errata 3.16: connector 0 is what flows from the grid, at the inlet and of no transaction")
    void mainMeter() {
        station.start();
        station.charging.flow = Optional.of(PhaseCurrents.amperes(40, 41.5, 39));
        station.put(LEFT, 1, EvseStatus.CHARGING, Optional.of(station.begin(LEFT, "CARD", Biller.backend(NAME), 0)));
        station.ask("ChangeConfiguration", "{\"key\":\"MeterValuesAlignedData\",\"value\":\"Current.Import.L2\"}");
        station.ask("ChangeConfiguration", "{\"key\":\"ClockAlignedDataInterval\",\"value\":\"600\"}");
        peer.calls.clear();
        station.pass(Duration.ofSeconds(605));
        assertMain(peer.payloads("MeterValues").get(0), "Sample.Clock", 1);

        station.ask("ChangeConfiguration", "{\"key\":\"MeterValuesSampledData\",\"value\":\"Current.Import\"}");
        peer.calls.clear();
        assertThat(station.status("TriggerMessage", "{\"requestedMessage\":\"MeterValues\"}"))
                .isEqualTo("Accepted");
        assertThat(peer.payloads("MeterValues"))
                .extracting(values -> values.path("connectorId").asInt())
                .as("R-M05: connector 0 and all")
                .containsExactly(0, 1, 2);
        assertMain(peer.payloads("MeterValues").get(0), "Trigger", 3);
        station.charging.flow = Optional.empty();
        peer.calls.clear();
        station.ask("TriggerMessage", "{\"requestedMessage\":\"MeterValues\"}");
        assertThat(peer.payloads("MeterValues")).hasSize(2);
    }

    private static void assertMain(JsonNode values, String context, int phases) {
        assertThat(values.path("connectorId").asInt()).isZero();
        assertThat(values.has("transactionId")).isFalse();
        JsonNode sampled = values.path("meterValue").path(0).path("sampledValue");
        assertThat(sampled).hasSize(phases).allSatisfy(value -> {
            assertThat(value.path("context").asText()).isEqualTo(context);
            assertThat(value.path("location").asText()).isEqualTo("Inlet");
        });
        assertThat(sampled.findValuesAsText("value")).contains("41.5");
    }

    @Test
    @DisplayName("R-A08, R-P01, R-T07: the rest is answered as the standard says")
    void others() {
        station.start();
        assertThat(station.status("ClearCache", "{}")).isEqualTo("Accepted");
        assertThat(station.status("DataTransfer", "{\"vendorId\":\"nobody\"}")).isEqualTo("UnknownVendorId");
        assertThat(station.answer("FlyToTheMoon", "{}").asText()).isEqualTo("NotImplemented");
        assertThat(station.answer("Reset", "{\"type\":\"Gentle\"}").asText()).isEqualTo("PropertyConstraintViolation");
    }

    @Test
    @DisplayName("R-Z13: tokens are masked in what people see")
    void masks() {
        assertThat(Mask.of("[2,\"1\",\"Authorize\",{\"idTag\":\"04AABBCC\"}]"))
                .isEqualTo("[2,\"1\",\"Authorize\",{\"idTag\":\"***CC\"}]");
        assertThat(Mask.of("[2,\"1\",\"ChangeConfiguration\",{\"value\":\"abcdef\",\"key\":\"AuthorizationKey\"}]"))
                .doesNotContain("abcdef");
    }

    private void plugged(Optional<TokenRef> token) {
        var session = new FakeCharging.FakeSession(
                SessionId.random(),
                LEFT,
                station.time.moment(),
                Optional.empty(),
                token,
                Optional.empty(),
                Energy.ZERO);
        station.conversation.evseChanged(new FakeCharging.FakeEvse(
                LEFT, 1, EvseStatus.PREPARING, station.time.moment(), Optional.of(session), Optional.empty(), true));
        station.settle();
    }

    @Test
    @DisplayName("R-S05: a cable without a card is Finishing after ConnectionTimeOut; a card makes it Preparing again")
    void cableWithoutCard() {
        station.start();
        station.ask("ChangeConfiguration", "{\"key\":\"ConnectionTimeOut\",\"value\":\"20\"}");
        station.peer.calls.clear();
        plugged(Optional.empty());
        station.pass(Duration.ofSeconds(10));
        plugged(Optional.empty());
        station.pass(Duration.ofSeconds(11));
        plugged(Optional.empty());
        plugged(Optional.of(new TokenRef("ref-CARD")));
        station.pass(Duration.ofSeconds(30));
        assertThat(station.peer.payloads("StatusNotification"))
                .extracting(told -> told.path("status").asText())
                .containsExactly("Preparing", "Finishing", "Preparing");
        JsonNode finishing = station.peer.payloads("StatusNotification").get(1);
        assertThat(Duration.between(Instant.parse(finishing.path("timestamp").asText()), station.time.instant()))
                .isEqualTo(Duration.ofSeconds(31));
    }
}
