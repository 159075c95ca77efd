package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.protocol.ocpp.Ocpp16.BootNotificationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeAvailabilityRequest;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionRequest;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {

    final Codec codec = new Codec(Ocpp16.REQUESTS);

    @Test
    @DisplayName("a call is written as in OCPP-J 1.6 section 4.2.1")
    void writesTheStandardsExample() {
        var boot = new BootNotificationRequest(
                "VendorX",
                "SingleSocketCharger",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(codec.call("19223201", boot))
                .isEqualTo("[2,\"19223201\",\"BootNotification\","
                        + "{\"chargePointVendor\":\"VendorX\",\"chargePointModel\":\"SingleSocketCharger\"}]");
    }

    @Test
    @DisplayName("R-T12: times leave in UTC with three digits and come with any offset")
    void times() {
        var start =
                new StartTransactionRequest(1, "A", 10, Optional.empty(), Instant.parse("2026-03-02T08:00:00.123456Z"));

        assertThat(codec.call("1", start)).contains("\"timestamp\":\"2026-03-02T08:00:00.123Z\"");
        for (String time :
                new String[] {"2026-03-02T09:30:00+01:30", "2026-03-02T08:00:00.000000Z", "2026-03-02T08:00:00"}) {
            assertThat(codec.read(
                            "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"A\",\"meterStart\":1,\"timestamp\":\""
                                    + time + "\"}]"))
                    .isInstanceOfSatisfying(
                            Frame.Call.class, call -> assertThat(((StartTransactionRequest) call.request()).timestamp())
                                    .isEqualTo(Instant.parse("2026-03-02T08:00:00Z")));
        }
    }

    @ParameterizedTest(name = "limit {0}, minChargingRate {1}: {2}")
    @DisplayName("R-T13: limits have one digit after the point at most, and come and go without noise")
    @CsvSource({"16.1, 0.1, true", "0.3, 6.0, true", "100000, 8, true", "16.15, 6, false", "16, 6.05, false"})
    void decimals(String limit, String least, boolean taken) {
        Frame frame = codec.read("[2,\"7\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":"
                + "{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxDefaultProfile\","
                + "\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{\"chargingRateUnit\":\"A\","
                + "\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":" + limit + "}],\"minChargingRate\":"
                + least + "}}}]");
        if (taken) {
            assertThat(codec.call("7", ((Frame.Call) frame).request()))
                    .contains("\"limit\":" + limit + "}", "\"minChargingRate\":" + least + "}");
        } else {
            assertThat(((Frame.BadCall) frame).violation().code()).isEqualTo(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION);
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @DisplayName("R-T07, R-T10: what is wrong has the code that OCPP-J 1.6 section 4.2.3 names")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[2,\"7\",\"NoSuchAction\",{}] | NOT_IMPLEMENTED",
                "[2,\"7\",\"ChangeAvailability\",{\"type\":\"Operative\"}] | OCCURRENCE_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\":\"1\",\"type\":\"Operative\"}] | TYPE_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\":1.5,\"type\":\"Operative\"}] | TYPE_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\":-1,\"type\":\"Operative\"}] | PROPERTY_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\":1,\"type\":\"Closed\"}] | PROPERTY_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"RemoteStartTransaction\",{\"idTag\":\"123456789012345678901\"}] | PROPERTY_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\":1,\"type\":\"Operative\",\"more\":1}] | FORMATION_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",[]] | TYPE_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\"] | FORMATION_VIOLATION",
                "[2,\"7\",\"ChangeAvailability\",{\"connectorId\": | FORMATION_VIOLATION",
                "[2,\"7\",42,{}] | FORMATION_VIOLATION",
                "[2,\"7\",\"Heartbeat\",{},{}] | FORMATION_VIOLATION",
                "[2,\"7\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{\"chargingRateUnit\":\"kW\",\"chargingSchedulePeriod\":[]}}}] | PROPERTY_CONSTRAINT_VIOLATION",
                "[2,\"7\",\"SetChargingProfile\",{\"connectorId\":1,\"csChargingProfiles\":{\"chargingProfileId\":1,\"stackLevel\":0,\"chargingProfilePurpose\":\"TxProfile\",\"chargingProfileKind\":\"Relative\",\"chargingSchedule\":{\"chargingRateUnit\":\"A\",\"chargingSchedulePeriod\":[{\"startPeriod\":0,\"limit\":6.25}]}}}] | PROPERTY_CONSTRAINT_VIOLATION",
            })
    void violations(String text, ErrorCode code) {
        assertThat(codec.read(text)).isInstanceOfSatisfying(Frame.BadCall.class, bad -> {
            assertThat(bad.id()).isEqualTo("7");
            assertThat(bad.violation().code()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | ",
                "[] | ",
                "hello | ",
                "[2] | ",
                "[9,\"7\",{}] | ",
                "[3,17,{}] | ",
                "[2,\"1234567890123456789012345678901234567\",\"Heartbeat\",{}] | "
            })
    void whatHasNoReadableIdOrNoKnownTypeIsIgnored(String text) {
        assertThat(codec.read(text)).isInstanceOf(Frame.Noise.class);
    }

    @Test
    @DisplayName("R-T08: error codes leave in the spelling of 1.6 and come in every spelling")
    void errorCodes() {
        assertThat(codec.error("7", ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, ""))
                .isEqualTo("[4,\"7\",\"OccurenceConstraintViolation\",\"\",{}]");
        assertThat(codec.error("7", ErrorCode.FORMATION_VIOLATION, "")).contains("FormationViolation");
        for (String spelling : new String[] {"OccurenceConstraintViolation", "OccurrenceConstraintViolation"}) {
            assertThat(codec.read("[4,\"7\",\"" + spelling + "\",\"\",{}]"))
                    .isInstanceOfSatisfying(Frame.Refusal.class, refusal -> assertThat(refusal.code())
                            .isEqualTo(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION));
        }
    }

    @Test
    @DisplayName("R-T09, R-T11: an empty payload may be null, and an answer may carry a vendor's own fields")
    void isLenientWhereTheStandardIs() {
        assertThat(codec.read("[2,\"7\",\"ClearCache\",null]")).isInstanceOf(Frame.Call.class);
        var asked = new StartTransactionRequest(1, "A", 10, Optional.empty(), Instant.EPOCH);
        StartTransactionAnswer answer = codec.answer(
                asked,
                "[3,\"7\",{\"vendor\":{\"a\":[1,{}]},\"transactionId\":-5,\"idTagInfo\":{\"status\":\"Accepted\",\"expiryDate\":null}}]");
        assertThat(answer.transactionId()).isEqualTo(-5);
    }

    @Test
    void whatWouldBreakAConstraintIsNeverSent() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> new StartTransactionRequest(0, "A", 10, Optional.empty(), Instant.EPOCH))
                .isInstanceOf(Violation.class);
        assertThat(new ChangeAvailabilityRequest(0, Ocpp16.AvailabilityType.OPERATIVE))
                .isNotNull();
    }
}
