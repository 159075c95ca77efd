package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * OCPP 1.6J against the central system of ocpp-rpc, which checks every message of both sides against the schemas, in each
 * security profile.
 */
@TestMethodOrder(OrderAnnotation.class)
class OcppRpcIT {

    private static final String CARD = "A1B2C3D4";
    private static final String KEY = "0102030405060708090a0b0c0d0e0f1011121314";
    private static final String OTHER_KEY = "ffeeddccbbaa99887766554433221100";
    private static final String BACK_END = "io.voltwright.protocol.ocpp-rpc.cfg";
    private static final int AFTER_THE_OTHERS = Order.DEFAULT + 1;
    private static final Pattern CONNECTED = Pattern.compile("rpc .*accepted");
    private static final int PORT = Listeners.freePort();
    private static final Authority authority = new Authority("right");
    private static final Yard yard = Yard.open("ocpp-rpc");
    private static final Station station = Station.fresh("ocpp-rpc")
            .setting("site.yaml", yard.site())
            .setting("io.voltwright.charging.engine.cfg", Csms.FRESH_CONTACTORS)
            .setting(BACK_END, Csms.settings("ws", PORT, 0, ""));
    private static Csms csms;
    private static Charges charges;

    @BeforeAll
    static void boot() throws IOException {
        Needs.peer("ocpp-rpc");
        csms = Csms.open(PORT, 1001);
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        charges = new Charges(station.rest());
        charges.awaitStatus("left", "AVAILABLE");
        charges.awaitStatus("right", "AVAILABLE");
        csms.heard(0, "BootNotification");
    }

    @AfterAll
    static void stop() {
        station.close();
        if (csms != null) {
            csms.close();
        }
        yard.close();
    }

    @AfterEach
    void everyMessageWasAsTheSchemasSay() {
        assertThat(csms.violations()).isEmpty();
    }

    @Test
    @Order(1)
    void theStationBootsAndTellsTheStateOfEachConnector() {
        JsonNode boot = csms.heard(0, "BootNotification");
        assertThat(boot.path("chargePointVendor").asText()).isEqualTo("Voltwright");
        assertThat(csms.handshake(0).path("identity").asText()).isEqualTo("yard-1");
        assertThat(csms.peer().events("connected").get(0).path("protocol").asText())
                .isEqualTo("ocpp1.6");
        for (int connector = 0; connector <= 2; connector++) {
            csms.heard(0, "StatusNotification", "connectorId", connector);
        }
    }

    @Test
    @Order(2)
    void aChargeIsToldOnceInOrderAndAsTheBooksHaveItAlsoWhenTheBackEndWasAway() throws IOException {
        assertThat(csms.configure("MeterValueSampleInterval", "2")).isEqualTo("Accepted");
        int from = csms.now();
        yard.plug("left");
        csms.heard(from, "StatusNotification", "status", "Preparing");
        yard.card("left", CARD);
        JsonNode start = csms.heard(from, "StartTransaction", "idTag", CARD);
        assertThat(start.path("connectorId").asInt()).isEqualTo(1);
        int id = csms.given(from);
        csms.heard(from, "StatusNotification", "status", "Charging");
        assertThat(csms.heard(from, "MeterValues", "transactionId", id)
                        .path("connectorId")
                        .asInt())
                .isEqualTo(1);
        String online = charges.sessionAt("left");
        charges.await("energy at left", () -> charges.delivered("left") >= 5);
        assertThat(csms.violations()).isEmpty();
        csms.close();
        charges.await(
                "it is known to be away",
                () -> !CONNECTED.matcher(station.admin().run("ocpp:status")).find());

        yard.card("left", CARD);
        charges.awaitStatus("left", "FINISHING");
        yard.unplug("left");
        charges.awaitStatus("left", "AVAILABLE");
        String offline = chargeWithoutBackEnd();

        csms = Csms.open(PORT, 2001);
        JsonNode stop = csms.heard(0, "StopTransaction", "transactionId", id);
        assertThat(stop.path("reason").asText()).isEqualTo("Local");
        JsonNode later = csms.heard(0, "StartTransaction");
        JsonNode end = csms.heard(0, "StopTransaction", "transactionId", 2001);
        agrees(online, start, stop);
        agrees(offline, later, end);
        assertThat(station.admin().run("ocpp:undelivered")).contains("Every message");
        assertThat(csms.configure("MeterValueSampleInterval", "60")).isEqualTo("Accepted");
        assertThat(csms.order()).containsExactly("StopTransaction " + id, "StartTransaction", "StopTransaction 2001");
    }

    /** A charge that the back end hears nothing of until it is all over. */
    private static String chargeWithoutBackEnd() throws IOException {
        yard.plug("right");
        charges.awaitStatus("right", "PREPARING");
        assertThat(station.admin().run("session:start right " + CARD)).contains("may charge at right");
        charges.await("energy at right", () -> charges.delivered("right") >= 5);
        String session = charges.sessionAt("right");
        station.admin().run("session:stop right");
        charges.awaitBooked(session);
        yard.unplug("right");
        // A car that is back at once would count as never gone (R22).
        charges.awaitStatus("right", "AVAILABLE");
        return session;
    }

    /** What the back end heard is what the books hold, in whole Wh. */
    private static void agrees(String session, JsonNode start, JsonNode stop) throws IOException {
        JsonNode booked = charges.awaitBooked(session);
        assertThat(start.path("meterStart").asLong())
                .isEqualTo((long) booked.path("start_register_wh").asDouble());
        assertThat(stop.path("meterStop").asLong())
                .isEqualTo((long) booked.path("stop_register_wh").asDouble());
        assertThat(milliseconds(start, "timestamp")).isEqualTo(milliseconds(booked, "started"));
        assertThat(milliseconds(stop, "timestamp")).isEqualTo(milliseconds(booked, "stopped"));
    }

    private static long milliseconds(JsonNode object, String field) {
        return Instant.parse(object.path(field).asText()).toEpochMilli();
    }

    @Test
    void theBackEndStartsAndStopsAChargeOfItsOwn() throws IOException {
        int from = csms.now();
        yard.plug("right");
        csms.heard(from, "StatusNotification", "status", "Preparing");
        assertThat(csms.status("RemoteStartTransaction", "{\"connectorId\": 2, \"idTag\": \"THEIRS01\"}"))
                .isEqualTo("Accepted");
        JsonNode start = csms.heard(from, "StartTransaction", "idTag", "THEIRS01");
        int id = csms.given(from);
        String session = charges.sessionAt("right");
        thePileFollowsTheProfilesOfTheBackEnd(id);
        assertThat(csms.status("RemoteStartTransaction", "{\"connectorId\": 2, \"idTag\": \"THEIRS02\"}"))
                .isEqualTo("Rejected");
        assertThat(csms.status("RemoteStopTransaction", "{\"transactionId\": 99}"))
                .isEqualTo("Rejected");
        assertThat(csms.status("RemoteStopTransaction", "{\"transactionId\": " + id + "}"))
                .isEqualTo("Accepted");
        JsonNode stop = csms.heard(from, "StopTransaction", "transactionId", id);
        assertThat(stop.path("reason").asText()).isEqualTo("Remote");
        yard.unplug("right");
        agrees(session, start, stop);
        theTraceOfTheSessionNamesItsMessagesAndNotItsToken(session);
        // What a back end bills is no income of the site.
        assertThat(charges.awaitBooked(session).path("biller").toString()).contains("rpc");
        charges.awaitStatus("right", "AVAILABLE");
    }

    private static void thePileFollowsTheProfilesOfTheBackEnd(int transaction) {
        for (int amperes : new int[] {8, 13}) {
            assertThat(csms.status(
                            "SetChargingProfile",
                            """
                            {"connectorId": 2, "csChargingProfiles": {"chargingProfileId": 7, "transactionId": %d, \
                            "stackLevel": 0, "chargingProfilePurpose": "TxProfile", "chargingProfileKind": "Relative", \
                            "chargingSchedule": {"chargingRateUnit": "A", \
                            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": %d}]}}}"""
                                    .formatted(transaction, amperes)))
                    .isEqualTo("Accepted");
            JsonNode composite = csms.call(
                    "GetCompositeSchedule", "{\"connectorId\": 2, \"duration\": 600, \"chargingRateUnit\": \"A\"}");
            assertThat(composite.path("status").asText()).isEqualTo("Accepted");
            assertThat(composite
                            .path("chargingSchedule")
                            .path("chargingSchedulePeriod")
                            .path(0)
                            .path("limit")
                            .asDouble())
                    .isEqualTo(amperes);
            charges.await("the simulated pile offers " + amperes + " A", () -> {
                double offered = yard.evse("right").path("offeredAmps").asDouble();
                return offered > amperes - 1 && offered <= amperes;
            });
        }
        assertThat(csms.status("ClearChargingProfile", "{\"id\": 7}")).isEqualTo("Accepted");
    }

    private static void theTraceOfTheSessionNamesItsMessagesAndNotItsToken(String session) {
        Path trace = station.home().resolve("log/ocpp/rpc/" + session + ".log");
        charges.await(
                "the trace holds the stop",
                () -> Files.exists(trace) && Files.readString(trace).contains("\"StopTransaction\""));
        assertThat(trace)
                .content()
                .contains("StartTransaction", "SetChargingProfile")
                .doesNotContain("THEIRS01");
    }

    @Test
    void theBackEndReadsAndChangesTheConfiguration() throws IOException {
        assertThat(csms.call("GetConfiguration", "{}").path("configurationKey").findValuesAsText("key"))
                .contains("HeartbeatInterval", "NumberOfConnectors", "SupportedFeatureProfiles", "SecurityProfile")
                .doesNotContain("AuthorizationKey");
        int from = csms.now();
        assertThat(csms.configure("HeartbeatInterval", "1")).isEqualTo("Accepted");
        csms.heard(from, "Heartbeat");
        assertThat(csms.configure("HeartbeatInterval", "60")).isEqualTo("Accepted");
        assertThat(csms.configure("HeartbeatInterval", "soon")).isEqualTo("Rejected");
        assertThat(csms.configure("NumberOfConnectors", "9")).isEqualTo("Rejected");
        assertThat(csms.configure("Weather", "fine")).isEqualTo("NotSupported");
        assertThat(station.admin().run("ocpp:keys rpc HeartbeatInterval")).contains("60");
        assertThat(station.admin().run("ocpp:keys rpc HeartbeatInterval 61")).contains("Accepted");
        assertThat(station.admin().run("ocpp:keys rpc HeartbeatInterval 60")).contains("Accepted");
        assertThat(station.admin().run("ocpp:tail -a ChangeConfiguration -d in rpc"))
                .contains("Weather");
        JsonNode some = csms.call("GetConfiguration", "{\"key\": [\"HeartbeatInterval\", \"Weather\"]}");
        assertThat(some.path("configurationKey").path(0).path("value").asText()).isEqualTo("60");
        assertThat(some.path("unknownKey").path(0).asText()).isEqualTo("Weather");
    }

    @Test
    void theBackEndAsksForMessages() {
        int from = csms.now();
        assertThat(triggered("Heartbeat", "")).isEqualTo("Accepted");
        csms.heard(from, "Heartbeat");
        assertThat(triggered("StatusNotification", ", \"connectorId\": 2")).isEqualTo("Accepted");
        csms.heard(from, "StatusNotification", "connectorId", 2);
        assertThat(triggered("MeterValues", ", \"connectorId\": 1")).isEqualTo("Accepted");
        JsonNode values = csms.heard(from, "MeterValues", "connectorId", 1);
        assertThat(values.path("meterValue").path(0).path("sampledValue")).isNotEmpty();
        assertThat(triggered("MeterValues", ", \"connectorId\": 9")).isEqualTo("Rejected");
        assertThat(triggered("FirmwareStatusNotification", "")).isEqualTo("Accepted");
        assertThat(csms.status("ClearCache", "{}")).isEqualTo("Accepted");
        assertThat(csms.status("DataTransfer", "{\"vendorId\": \"org.example\"}"))
                .isEqualTo("UnknownVendorId");
    }

    private static String triggered(String message, String more) {
        return csms.status("TriggerMessage", "{\"requestedMessage\": \"" + message + "\"" + more + "}");
    }

    @Test
    void theBackEndTakesAConnectorOutOfServiceAndOpensItsLock() throws IOException {
        int from = csms.now();
        assertThat(csms.status("ChangeAvailability", "{\"connectorId\": 2, \"type\": \"Inoperative\"}"))
                .isEqualTo("Accepted");
        csms.heard(from, "StatusNotification", "status", "Unavailable");
        assertThat(charges.evse("right").path("operative").asBoolean()).isFalse();
        assertThat(csms.status("RemoteStartTransaction", "{\"connectorId\": 2, \"idTag\": \"THEIRS01\"}"))
                .isEqualTo("Rejected");
        from = csms.now();
        assertThat(csms.status("ChangeAvailability", "{\"connectorId\": 2, \"type\": \"Operative\"}"))
                .isEqualTo("Accepted");
        csms.heard(from, "StatusNotification", "status", "Available");
        assertThat(csms.status("ChangeAvailability", "{\"connectorId\": 9, \"type\": \"Operative\"}"))
                .isEqualTo("Rejected");
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 1}"))
                .isIn("Unlocked", "UnlockFailed", "NotSupported");
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 9}")).isEqualTo("NotSupported");
    }

    @Test
    void aSoftResetEndsTheChargeTellsItAndRestarts() throws Exception {
        int from = csms.now();
        yard.plug("left");
        yard.card("left", CARD);
        csms.heard(from, "StartTransaction", "connectorId", 1);
        assertThat(csms.status("Reset", "{\"type\": \"Soft\"}")).isEqualTo("Accepted");
        csms.heard(from, "StopTransaction", "reason", "SoftReset");
        int before = csms.now();
        yard.unplug("left");
        csms.heard(before, "BootNotification");
        charges.awaitStatus("left", "AVAILABLE");
        assertThat(csms.calls(before, "StopTransaction")).isEmpty();
    }

    // Security profile 1: the bytes that the AuthorizationKey stands for are the password of HTTP Basic.
    @Test
    @Order(AFTER_THE_OTHERS)
    void withAPasswordTheSameChargeIsTold() throws IOException {
        int port = comeBack("ws", 1, "authorizationKey = " + KEY);
        try (Csms guarded = Csms.open(port, 11_001)) {
            guarded.heard(0, "BootNotification");
            assertThat(guarded.handshake(0).path("password").asText()).isEqualTo(KEY);
            aChargeByCard(guarded);
            int from = guarded.now();
            assertThat(guarded.configure("AuthorizationKey", OTHER_KEY)).isEqualTo("Accepted");
            guarded.peer().tell("drop");
            assertThat(guarded.handshake(from).path("password").asText()).isEqualTo(OTHER_KEY);
            assertThat(guarded.violations()).isEmpty();
        }
    }

    // Security profile 2: the same inside TLS, and only with a server that the right authority vouches for.
    @Test
    @Order(AFTER_THE_OTHERS + 1)
    void insideTlsTheSameChargeIsToldToAServerThatTheRightAuthorityVouchesFor() throws IOException {
        station.setting("right.pem", authority.pem()).setting("wrong.pem", new Authority("wrong").pem());
        int port = comeBack("wss", 2, "authorities = wrong.pem");
        try (Csms secure = Csms.secure(port, 12_001, door())) {
            secure.peer().await("a client that does not like it", 0, event -> event.has("refused"));
            assertThat(secure.peer().events("handshake")).isEmpty();
            station.setting(BACK_END, Csms.settings("wss", port, 2, "authorities = right.pem"));
            secure.heard(0, "BootNotification");
            assertThat(secure.handshake(0).path("password").asText()).isEqualTo(OTHER_KEY);
            charges.await(
                    "the shell says so",
                    () -> CONNECTED.matcher(station.admin().run("ocpp:status")).find());
            aChargeByCard(secure);
            // What the next one shows at its door.
            assertThat(secure.configure("CpoName", "Test operator")).isEqualTo("Accepted");
            int from = secure.now();
            assertThat(secure.status(
                            "ExtendedTriggerMessage", "{\"requestedMessage\": \"SignChargePointCertificate\"}"))
                    .isEqualTo("Accepted");
            String request = secure.heard(from, "SignCertificate").path("csr").asText();
            assertThat(secure.status(
                            "CertificateSigned",
                            "{\"certificateChain\": \""
                                    + authority.sign(request).replace("\n", "\\n") + "\"}"))
                    .isEqualTo("Accepted");
            assertThat(secure.violations()).isEmpty();
        }
    }

    // Security profile 3: both sides show a certificate; the server's TLS lets nobody in without.
    @Test
    @Order(AFTER_THE_OTHERS + 2)
    void withACertificateOfTheStationTheSameChargeIsTold() throws IOException {
        int port = comeBack("wss", 3, "authorities = right.pem");
        try (Csms mutual = Csms.mutual(port, 13_001, door())) {
            mutual.heard(0, "BootNotification");
            JsonNode shown = mutual.handshake(0);
            assertThat(shown.path("certificate").asText()).isEqualTo("O=Test operator,CN=yard-1");
            assertThat(shown.path("password").isNull()).isTrue();
            aChargeByCard(mutual);
            assertThat(mutual.violations()).isEmpty();
        }
    }

    /** From now on the back end is somewhere else, and guarded otherwise; returns the port. */
    private static int comeBack(String scheme, int profile, String more) {
        int port = Listeners.freePort();
        station.setting(BACK_END, Csms.settings(scheme, port, profile, more));
        return port;
    }

    private static Authority.Server door() throws IOException {
        return authority.server("csms", station.home().resolve("peer"));
    }

    /** The charge of every security profile: told from its start to its end, as the books have it. */
    private static void aChargeByCard(Csms at) throws IOException {
        charges.awaitStatus("left", "AVAILABLE");
        int from = at.now();
        yard.plug("left");
        at.heard(from, "StatusNotification", "status", "Preparing");
        yard.card("left", CARD);
        JsonNode start = at.heard(from, "StartTransaction", "idTag", CARD);
        int id = at.given(from);
        at.heard(from, "StatusNotification", "status", "Charging");
        String session = charges.sessionAt("left");
        charges.await("energy at left", () -> charges.delivered("left") >= 3);
        yard.card("left", CARD);
        JsonNode stop = at.heard(from, "StopTransaction", "transactionId", id);
        assertThat(stop.path("reason").asText()).isEqualTo("Local");
        yard.unplug("left");
        agrees(session, start, stop);
        at.heard(from, "StatusNotification", "status", "Available");
    }
}
