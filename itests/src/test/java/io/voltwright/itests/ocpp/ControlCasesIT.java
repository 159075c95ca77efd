package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys, triggers, charging profiles and vendors' messages. */
class ControlCasesIT {

    private static final String CARD = "04A1B2C3";

    /** The keys that table 1.2 of the reference requires of a station with all profiles. */
    private static final List<String> REQUIRED = List.of(
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
            "UnlockConnectorOnEVSideDisconnect",
            "LocalAuthListEnabled",
            "LocalAuthListMaxLength",
            "SendLocalListMaxLength",
            "ChargeProfileMaxStackLevel",
            "ChargingScheduleAllowedChargingRateUnit",
            "ChargingScheduleMaxPeriods",
            "MaxChargingProfilesInstalled");

    @RegisterExtension
    static final Lab lab = Lab.of("control");

    private final CentralSystem csms = lab.csms();

    @AfterEach
    void noProfilesAreLeft() {
        csms.status("ClearChargingProfile", "{}");
    }

    // --- keys ---

    @Test
    @DisplayName("TC_019_CS: all keys are read, and one of them (R-C01)")
    void tc019() {
        JsonNode all = csms.call("GetConfiguration", "{}");
        assertThat(all.path("configurationKey").findValuesAsText("key"))
                .containsAll(REQUIRED)
                .doesNotContain("AuthorizationKey");
        assertThat(all.path("unknownKey").size()).isZero();
        JsonNode one = csms.call("GetConfiguration", "{\"key\": [\"SupportedFeatureProfiles\"]}");
        assertThat(one.path("configurationKey").size()).isEqualTo(1);
        assertThat(one.path("configurationKey").path(0).path("value").asText()).contains("Core");
    }

    @Test
    @DisplayName("TC_021_CS: a key is changed (R-C02)")
    void tc021() {
        String before = lab.csms()
                .call("GetConfiguration", "{\"key\": [\"MeterValueSampleInterval\"]}")
                .path("configurationKey")
                .path(0)
                .path("value")
                .asText();
        assertThat(csms.configure("MeterValueSampleInterval", "17")).isEqualTo("Accepted");
        assertThat(csms.call("GetConfiguration", "{\"key\": [\"MeterValueSampleInterval\"]}")
                        .path("configurationKey")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("17");
        assertThat(csms.configure("MeterValueSampleInterval", before)).isEqualTo("Accepted");
    }

    @Test
    @DisplayName("TC_040_1_CS: a key that is not there is changed (R-C02)")
    void tc040notSupported() {
        assertThat(csms.configure("Weather", "fine")).isEqualTo("NotSupported");
    }

    @Test
    @DisplayName("TC_040_2_CS: a key is changed to what it cannot be (R-C02)")
    void tc040invalid() {
        assertThat(csms.configure("MeterValueSampleInterval", "-1")).isEqualTo("Rejected");
        assertThat(csms.configure("MeterValueSampleInterval", "often")).isEqualTo("Rejected");
    }

    // --- triggers ---

    @Test
    @DisplayName("TC_054_CS: messages are triggered (R-G01)")
    void tc054() {
        assertThat(trigger("MeterValues", 1)).isEqualTo("Accepted");
        Heard values = csms.await("MeterValues");
        assertThat(values.number("connectorId")).isEqualTo(1);
        assertThat(values.get("meterValue").findValuesAsText("context")).containsOnly("Trigger");
        assertThat(trigger("Heartbeat", 1)).isEqualTo("Accepted");
        csms.await("Heartbeat");
        assertThat(trigger("StatusNotification", 1)).isEqualTo("Accepted");
        csms.awaitStatus(1, "Available");
        assertThat(trigger("DiagnosticsStatusNotification", 1)).isEqualTo("Accepted");
        assertThat(csms.await("DiagnosticsStatusNotification").text("status")).isEqualTo("Idle");
        assertThat(trigger("FirmwareStatusNotification", 1)).isEqualTo("Accepted");
        assertThat(csms.await("FirmwareStatusNotification").text("status")).isEqualTo("Idle");
    }

    @Test
    @DisplayName("TC_055_CS: a trigger for a connector that is not there (R-G01)")
    void tc055() {
        assertThat(trigger("StatusNotification", 9)).isEqualTo("Rejected");
    }

    private String trigger(String message, int connector) {
        return csms.status(
                "TriggerMessage", "{\"requestedMessage\": \"%s\", \"connectorId\": %d}".formatted(message, connector));
    }

    // --- vendors ---

    @Test
    @DisplayName("TC_062_CS: a message of a vendor that is not known (R-P01)")
    void tc062() {
        assertThat(csms.status("DataTransfer", "{\"vendorId\": \"com.example\", \"messageId\": \"hello\"}"))
                .isEqualTo("UnknownVendorId");
    }

    // --- smart charging ---

    @Test
    @DisplayName("TC_056_CS: a default profile for transactions (R-K01)")
    void tc056() throws Exception {
        assertThat(set(1, profile(1, 0, "TxDefaultProfile", "", 10))).isEqualTo("Accepted");
        lab.charge(1, CARD);
        assertThat(limit(1)).isEqualTo(10);
        draws(10);
    }

    @Test
    @DisplayName("TC_057_CS: a profile for the transaction that runs (R-K01)")
    void tc057() throws Exception {
        lab.charge(1, CARD);
        assertThat(set(1, profile(1, 0, "TxProfile", transaction(csms.transaction()), 8)))
                .isEqualTo("Accepted");
        assertThat(limit(1)).isEqualTo(8);
        draws(8);
    }

    @Test
    @DisplayName("TC_058_1_CS: a profile for a transaction where none runs (R-K01)")
    void tc058none() {
        assertThat(set(1, profile(1, 0, "TxProfile", "", 8))).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_058_2_CS: a profile for another transaction than the one that runs (R-K01)")
    void tc058other() throws Exception {
        lab.charge(1, CARD);
        assertThat(set(1, profile(1, 0, "TxProfile", transaction(csms.transaction() + 77), 8)))
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_059_CS: a remote start with a profile (R-X13)")
    void tc059() throws Exception {
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        assertThat(start(profile(1, 0, "TxProfile", "", 9))).isEqualTo("Accepted");
        csms.await("StartTransaction");
        csms.awaitStatus(1, "Charging");
        assertThat(limit(1)).isEqualTo(9);
        draws(9);
    }

    @Test
    @DisplayName("TC_060_CS: a remote start with a profile that is not for its transaction (R-X13)")
    void tc060() throws Exception {
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        assertThat(start(profile(1, 0, "TxDefaultProfile", "", 9))).isEqualTo("Rejected");
        csms.awaitNone("StartTransaction", Duration.ofSeconds(1));
    }

    private String start(String profile) {
        return csms.status(
                "RemoteStartTransaction",
                "{\"connectorId\": 1, \"idTag\": \"%s\", \"chargingProfile\": %s}".formatted(CARD, profile));
    }

    @Test
    @DisplayName("TC_066_CS: the schedule that three profiles come to, at each of its edges (R-K09, R-K13)")
    void tc066() throws Exception {
        Instant base = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        assertThat(set(0, steps(1, 0, "ChargePointMaxProfile", "", base, 86400, 30, 10800, 9)))
                .isEqualTo("Accepted");
        assertThat(set(1, steps(2, 0, "TxDefaultProfile", "", base, 86400, 12))).isEqualTo("Accepted");
        lab.charge(1, CARD);
        assertThat(set(1, steps(3, 0, "TxProfile", transaction(csms.transaction()), base, 7200, 7, 3600, 14)))
                .isEqualTo("Accepted");
        JsonNode schedule = csms.call("GetCompositeSchedule", "{\"connectorId\": 1, \"duration\": 14400}");
        assertThat(schedule.path("status").asText()).isEqualTo("Accepted");
        assertThat(schedule.path("connectorId").asInt()).isEqualTo(1);
        assertThat(schedule.path("chargingSchedule").path("chargingRateUnit").asText())
                .isEqualTo("A");
        long late = Duration.between(
                        base, Instant.parse(schedule.path("scheduleStart").asText()))
                .toSeconds();
        List<String> periods = new ArrayList<>();
        schedule.path("chargingSchedule")
                .path("chargingSchedulePeriod")
                .forEach(period -> periods.add(period.path("startPeriod").asLong() + ": "
                        + period.path("limit").asDouble()));
        assertThat(periods)
                .containsExactly("0: 7.0", 3600 - late + ": 14.0", 7200 - late + ": 12.0", 10800 - late + ": 9.0");
    }

    /** An absolute profile of limits in amperes, each but the first after the second from which it holds. */
    private static String steps(
            int id, int level, String purpose, String more, Instant start, int duration, int... limits) {
        StringBuilder periods = new StringBuilder("{\"startPeriod\": 0, \"limit\": " + limits[0] + ".0}");
        for (int i = 1; i < limits.length; i += 2) {
            periods.append(", {\"startPeriod\": %d, \"limit\": %d.0}".formatted(limits[i], limits[i + 1]));
        }
        return """
                {"chargingProfileId": %d, "stackLevel": %d, "chargingProfilePurpose": "%s", %s
                 "chargingProfileKind": "Absolute",
                 "chargingSchedule": {"duration": %d, "startSchedule": "%s", "chargingRateUnit": "A",
                   "chargingSchedulePeriod": [%s]}}
                """
                .formatted(id, level, purpose, more, duration, start, periods);
    }

    @Test
    @DisplayName("TC_067_CS: profiles are cleared, by id and by what they are (R-K14)")
    void tc067() {
        assertThat(set(1, profile(1, 0, "TxDefaultProfile", "", 12))).isEqualTo("Accepted");
        assertThat(csms.status("ClearChargingProfile", "{\"id\": 1}")).isEqualTo("Accepted");
        assertThat(csms.status("ClearChargingProfile", "{\"id\": 1}")).isEqualTo("Unknown");
        assertThat(set(1, profile(2, 1, "TxDefaultProfile", "", 12))).isEqualTo("Accepted");
        String which = "{\"connectorId\": 1, \"chargingProfilePurpose\": \"TxDefaultProfile\", \"stackLevel\": 1}";
        assertThat(csms.status("ClearChargingProfile", which)).isEqualTo("Accepted");
        assertThat(csms.status("ClearChargingProfile", which)).isEqualTo("Unknown");
    }

    @Test
    @DisplayName("TC_072_CS: of two profiles the higher level leads, also where it allows more (R-K08)")
    void tc072() throws Exception {
        assertThat(set(1, profile(1, 0, "TxDefaultProfile", "", 7))).isEqualTo("Accepted");
        assertThat(set(1, profile(2, 1, "TxDefaultProfile", "", 11))).isEqualTo("Accepted");
        lab.charge(1, CARD);
        assertThat(limit(1)).isEqualTo(11);
        draws(11);
    }

    @Test
    @DisplayName("TC_082_CS: a default profile holds at once for the transaction that runs (R-K15)")
    void tc082() throws Exception {
        lab.charge(1, CARD);
        assertThat(set(1, profile(1, 0, "TxDefaultProfile", "", 8))).isEqualTo("Accepted");
        assertThat(limit(1)).isEqualTo(8);
        draws(8);
    }

    private String set(int connector, String profile) {
        return csms.status(
                "SetChargingProfile",
                "{\"connectorId\": %d, \"csChargingProfiles\": %s}".formatted(connector, profile));
    }

    private static String transaction(int id) {
        return "\"transactionId\": " + id + ", ";
    }

    /** An absolute profile of one period that began a minute ago and lasts a day. */
    private static String profile(int id, int level, String purpose, String more, int amperes) {
        return steps(id, level, purpose, more, Instant.now().minusSeconds(60), 86400, amperes);
    }

    private double limit(int connector) {
        JsonNode schedule = csms.call(
                "GetCompositeSchedule",
                "{\"connectorId\": %d, \"duration\": 300, \"chargingRateUnit\": \"A\"}".formatted(connector));
        assertThat(schedule.path("status").asText()).isEqualTo("Accepted");
        return schedule.path("chargingSchedule")
                .path("chargingSchedulePeriod")
                .path(0)
                .path("limit")
                .asDouble();
    }

    /** What the car takes in the end. */
    private static void draws(double amperes) throws Exception {
        lab.charges()
                .await(
                        "the car draws " + amperes + " A",
                        () -> Math.abs(lab.yard()
                                                .evse("left")
                                                .path("amps")
                                                .path(0)
                                                .asDouble()
                                        - amperes)
                                < 0.3);
    }
}
