package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import eu.chargetime.ocpp.model.core.AvailabilityStatus;
import eu.chargetime.ocpp.model.core.AvailabilityType;
import eu.chargetime.ocpp.model.core.BootNotificationRequest;
import eu.chargetime.ocpp.model.core.ChangeAvailabilityConfirmation;
import eu.chargetime.ocpp.model.core.ChangeAvailabilityRequest;
import eu.chargetime.ocpp.model.core.ChangeConfigurationConfirmation;
import eu.chargetime.ocpp.model.core.ChangeConfigurationRequest;
import eu.chargetime.ocpp.model.core.ChargePointStatus;
import eu.chargetime.ocpp.model.core.ChargingProfile;
import eu.chargetime.ocpp.model.core.ChargingProfileKindType;
import eu.chargetime.ocpp.model.core.ChargingProfilePurposeType;
import eu.chargetime.ocpp.model.core.ChargingRateUnitType;
import eu.chargetime.ocpp.model.core.ChargingSchedule;
import eu.chargetime.ocpp.model.core.ChargingSchedulePeriod;
import eu.chargetime.ocpp.model.core.ConfigurationStatus;
import eu.chargetime.ocpp.model.core.GetConfigurationConfirmation;
import eu.chargetime.ocpp.model.core.GetConfigurationRequest;
import eu.chargetime.ocpp.model.core.MeterValuesRequest;
import eu.chargetime.ocpp.model.core.Reason;
import eu.chargetime.ocpp.model.core.RemoteStartStopStatus;
import eu.chargetime.ocpp.model.core.RemoteStartTransactionConfirmation;
import eu.chargetime.ocpp.model.core.RemoteStartTransactionRequest;
import eu.chargetime.ocpp.model.core.RemoteStopTransactionConfirmation;
import eu.chargetime.ocpp.model.core.RemoteStopTransactionRequest;
import eu.chargetime.ocpp.model.core.ResetConfirmation;
import eu.chargetime.ocpp.model.core.ResetRequest;
import eu.chargetime.ocpp.model.core.ResetStatus;
import eu.chargetime.ocpp.model.core.ResetType;
import eu.chargetime.ocpp.model.core.StartTransactionRequest;
import eu.chargetime.ocpp.model.core.StatusNotificationRequest;
import eu.chargetime.ocpp.model.core.StopTransactionRequest;
import eu.chargetime.ocpp.model.core.UnlockConnectorConfirmation;
import eu.chargetime.ocpp.model.core.UnlockConnectorRequest;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageConfirmation;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageRequest;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageRequestType;
import eu.chargetime.ocpp.model.remotetrigger.TriggerMessageStatus;
import eu.chargetime.ocpp.model.securityext.CertificateSignedConfirmation;
import eu.chargetime.ocpp.model.securityext.CertificateSignedRequest;
import eu.chargetime.ocpp.model.securityext.ExtendedTriggerMessageConfirmation;
import eu.chargetime.ocpp.model.securityext.ExtendedTriggerMessageRequest;
import eu.chargetime.ocpp.model.securityext.SecurityEventNotificationRequest;
import eu.chargetime.ocpp.model.securityext.SignCertificateRequest;
import eu.chargetime.ocpp.model.securityext.types.CertificateSignedStatusEnumType;
import eu.chargetime.ocpp.model.securityext.types.MessageTriggerEnumType;
import eu.chargetime.ocpp.model.securityext.types.TriggerMessageStatusEnumType;
import eu.chargetime.ocpp.model.smartcharging.ChargingProfileStatus;
import eu.chargetime.ocpp.model.smartcharging.GetCompositeScheduleConfirmation;
import eu.chargetime.ocpp.model.smartcharging.GetCompositeScheduleRequest;
import eu.chargetime.ocpp.model.smartcharging.GetCompositeScheduleStatus;
import eu.chargetime.ocpp.model.smartcharging.SetChargingProfileConfirmation;
import eu.chargetime.ocpp.model.smartcharging.SetChargingProfileRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** OCPP 1.6J against the central system of eu.chargetime.ocpp, in each security profile. */
@TestMethodOrder(OrderAnnotation.class)
class OcppChargeTimeIT {

    private static final String CARD = "A1B2C3D4";
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String BACK_END = "io.voltwright.protocol.ocpp-chargetime.cfg";
    private static final int PORT = Listeners.freePort();
    private static final Authority authority = new Authority("operator");
    private static final Yard yard = Yard.open("ocpp-chargetime");
    private static final Station station = Station.fresh("ocpp-chargetime")
            .setting("site.yaml", yard.site())
            .setting("operator.pem", authority.pem())
            .setting("io.voltwright.charging.engine.cfg", Csms.FRESH_CONTACTORS)
            .setting(BACK_END, Csms.settings("wss", PORT, 2, "authorities = operator\nauthorizationKey = " + KEY));
    private static Authority.Server door;
    private static ChargeTimeServer csms;
    private static Charges charges;

    @BeforeAll
    static void boot() throws Exception {
        door = authority.server("csms", station.home().resolve("peer"));
        csms = ChargeTimeServer.secure(PORT, door.context(), KEY, 5001);
        station.start();
        station.admin().run("token:add --label Test " + CARD);
        charges = new Charges(station.rest());
        charges.awaitStatus("left", "AVAILABLE");
        charges.awaitStatus("right", "AVAILABLE");
    }

    @AfterAll
    static void stop() {
        station.close();
        if (csms != null) {
            csms.close();
        }
        yard.close();
    }

    @Test
    @Order(1)
    void theStationBootsAndTellsTheStateOfEachConnector() {
        BootNotificationRequest boot = csms.await(BootNotificationRequest.class, any -> true);
        assertThat(boot.getChargePointVendor()).isEqualTo("Voltwright");
        for (int connector : List.of(0, 1, 2)) {
            csms.await(StatusNotificationRequest.class, told -> told.getConnectorId() == connector);
        }
        assertThat(csms.refused()).isEmpty();
    }

    @Test
    @Order(2)
    void aChargeByCardIsToldAlsoWhenTheBackEndWentAwayDuringIt() throws Exception {
        assertThat(configure("MeterValueSampleInterval", "2")).isEqualTo(ConfigurationStatus.Accepted);
        yard.plug("left");
        awaitStatus(ChargePointStatus.Preparing);
        yard.card("left", CARD);
        StartTransactionRequest start = csms.await(StartTransactionRequest.class, told -> told.getConnectorId() == 1);
        assertThat(start.getIdTag()).isEqualTo(CARD);
        awaitStatus(ChargePointStatus.Charging);
        csms.await(
                MeterValuesRequest.class,
                told -> Integer.valueOf(5001).equals(told.getTransactionId()) && told.getMeterValue().length > 0);
        String session = charges.sessionAt("left");
        charges.await("energy at left", () -> charges.delivered("left") >= 5);
        csms.close();

        yard.card("left", CARD);
        charges.awaitBooked(session);
        yard.unplug("left");
        charges.awaitStatus("left", "AVAILABLE");

        csms = ChargeTimeServer.secure(PORT, door.context(), KEY, 6001);
        StopTransactionRequest stop = csms.await(StopTransactionRequest.class, any -> true);
        assertThat(stop.getTransactionId()).isEqualTo(5001);
        assertThat(stop.getReason()).isEqualTo(Reason.Local);
        agrees(session, start, stop);
        assertThat(csms.all(StartTransactionRequest.class)).isEmpty();
        assertThat(station.admin().run("ocpp:undelivered")).contains("Every message");
        assertThat(csms.all(StopTransactionRequest.class)).hasSize(1);
    }

    @Test
    @Order(3)
    void theBackEndStartsAndStopsAChargeOfItsOwn() throws IOException {
        yard.plug("right");
        awaitStatus(ChargePointStatus.Preparing);
        RemoteStartTransactionRequest wanted = new RemoteStartTransactionRequest("THEIRS01");
        wanted.setConnectorId(2);
        assertThat(csms.call(wanted, RemoteStartTransactionConfirmation.class).getStatus())
                .isEqualTo(RemoteStartStopStatus.Accepted);
        StartTransactionRequest start = csms.await(StartTransactionRequest.class, told -> told.getConnectorId() == 2);
        assertThat(start.getIdTag()).isEqualTo("THEIRS01");
        String session = charges.sessionAt("right");
        charges.await("energy at right", () -> charges.delivered("right") >= 3);
        thePileFollowsAProfileOfTheBackEnd();
        assertThat(csms.call(new RemoteStopTransactionRequest(6001), RemoteStopTransactionConfirmation.class)
                        .getStatus())
                .isEqualTo(RemoteStartStopStatus.Accepted);
        StopTransactionRequest stop = csms.await(StopTransactionRequest.class, told -> told.getTransactionId() == 6001);
        assertThat(stop.getReason()).isEqualTo(Reason.Remote);
        yard.unplug("right");
        agrees(session, start, stop);
        charges.awaitStatus("right", "AVAILABLE");
    }

    private static void thePileFollowsAProfileOfTheBackEnd() {
        ChargingProfile profile = new ChargingProfile(
                3,
                0,
                ChargingProfilePurposeType.TxProfile,
                ChargingProfileKindType.Relative,
                new ChargingSchedule(
                        ChargingRateUnitType.A, new ChargingSchedulePeriod[] {new ChargingSchedulePeriod(0, 9.0)}));
        profile.setTransactionId(6001);
        assertThat(csms.call(new SetChargingProfileRequest(2, profile), SetChargingProfileConfirmation.class)
                        .getStatus())
                .isEqualTo(ChargingProfileStatus.Accepted);
        GetCompositeScheduleConfirmation composite =
                csms.call(new GetCompositeScheduleRequest(2, 600), GetCompositeScheduleConfirmation.class);
        assertThat(composite.getStatus()).isEqualTo(GetCompositeScheduleStatus.Accepted);
        assertThat(composite
                        .getChargingSchedule()
                        .getChargingSchedulePeriod()[0]
                        .getLimit())
                .isEqualTo(9.0);
        charges.await("the simulated pile offers 9 A", () -> {
            double offered = yard.evse("right").path("offeredAmps").asDouble();
            return offered > 8 && offered <= 9;
        });
    }

    @Test
    @Order(4)
    void theBackEndConfiguresAndAsks() {
        csms.forget();
        assertThat(configure("HeartbeatInterval", "1")).isEqualTo(ConfigurationStatus.Accepted);
        assertThat(configure("Weather", "fine")).isEqualTo(ConfigurationStatus.NotSupported);
        GetConfigurationRequest which = new GetConfigurationRequest();
        which.setKey(new String[] {"HeartbeatInterval"});
        GetConfigurationConfirmation answer = csms.call(which, GetConfigurationConfirmation.class);
        assertThat(Arrays.stream(answer.getConfigurationKey()))
                .singleElement()
                .satisfies(key -> assertThat(key.getValue()).isEqualTo("1"));
        TriggerMessageRequest trigger = new TriggerMessageRequest(TriggerMessageRequestType.MeterValues);
        trigger.setConnectorId(1);
        assertThat(csms.call(trigger, TriggerMessageConfirmation.class).getStatus())
                .isEqualTo(TriggerMessageStatus.Accepted);
        csms.await(MeterValuesRequest.class, told -> told.getConnectorId() == 1);
        assertThat(available(AvailabilityType.Inoperative)).isEqualTo(AvailabilityStatus.Accepted);
        awaitStatus(ChargePointStatus.Unavailable);
        assertThat(available(AvailabilityType.Operative)).isEqualTo(AvailabilityStatus.Accepted);
        awaitStatus(ChargePointStatus.Available);
        assertThat(csms.call(new UnlockConnectorRequest(1), UnlockConnectorConfirmation.class)
                        .getStatus())
                .isNotNull();
    }

    @Test
    @Order(5)
    void aSoftResetRestartsTheStation() throws Exception {
        long before = station.pid();
        csms.forget();
        assertThat(csms.call(new ResetRequest(ResetType.Soft), ResetConfirmation.class)
                        .getStatus())
                .isEqualTo(ResetStatus.Accepted);
        csms.await(BootNotificationRequest.class, any -> true);
        assertThat(station.pid()).isNotEqualTo(before);
        charges.awaitStatus("left", "AVAILABLE");
    }

    @Test
    @Order(6)
    void withoutSecurityTheSameChargeIsTold() throws Exception {
        int port = comeBack("ws", 0, "");
        csms = ChargeTimeServer.open(port, "", 7001);
        aChargeByCard(7001);
    }

    @Test
    @Order(7)
    void withAPasswordOnlyTheSameChargeIsTold() throws Exception {
        int port = comeBack("ws", 1, "authorizationKey = " + KEY);
        csms = ChargeTimeServer.open(port, KEY, 8001);
        aChargeByCard(8001);
    }

    @Test
    @Order(8)
    void theBackEndHasACertificateSigned() throws Exception {
        int port = comeBack("wss", 2, "authorities = operator\nauthorizationKey = " + KEY);
        csms = ChargeTimeServer.secure(port, door.context(), KEY, 9001);
        assertThat(configure("CpoName", "Test operator")).isEqualTo(ConfigurationStatus.Accepted);
        assertThat(csms.call(
                                new ExtendedTriggerMessageRequest(MessageTriggerEnumType.SignChargePointCertificate),
                                ExtendedTriggerMessageConfirmation.class)
                        .getStatus())
                .isEqualTo(TriggerMessageStatusEnumType.Accepted);
        String request = csms.await(SignCertificateRequest.class, any -> true).getCsr();
        assertThat(csms.call(new CertificateSignedRequest(authority.sign(request)), CertificateSignedConfirmation.class)
                        .getStatus())
                .isEqualTo(CertificateSignedStatusEnumType.Accepted);
    }

    @Test
    @Order(9)
    void withACertificateOfTheStationTheSameChargeIsTold() throws Exception {
        int port = comeBack("wss", 3, "authorities = operator");
        csms = ChargeTimeServer.mutual(port, door.context(), 10_001);
        aChargeByCard(10_001);
        csms.await(
                SecurityEventNotificationRequest.class, told -> told.getType().equals("MaintenanceLoginAccepted"));
    }

    /** From now on the back end is somewhere else, and guarded otherwise; returns the port. */
    private static int comeBack(String scheme, int profile, String more) {
        csms.close();
        int port = Listeners.freePort();
        station.setting(BACK_END, Csms.settings(scheme, port, profile, more));
        return port;
    }

    /** The charge of every security profile: told from its start to its end, as the books have it. */
    private static void aChargeByCard(int id) throws IOException {
        csms.await(BootNotificationRequest.class, any -> true);
        charges.awaitStatus("left", "AVAILABLE");
        yard.plug("left");
        awaitStatus(ChargePointStatus.Preparing);
        yard.card("left", CARD);
        StartTransactionRequest start = csms.await(StartTransactionRequest.class, told -> told.getConnectorId() == 1);
        assertThat(start.getIdTag()).isEqualTo(CARD);
        awaitStatus(ChargePointStatus.Charging);
        String session = charges.sessionAt("left");
        charges.await("energy at left", () -> charges.delivered("left") >= 3);
        yard.card("left", CARD);
        StopTransactionRequest stop = csms.await(StopTransactionRequest.class, told -> told.getTransactionId() == id);
        assertThat(stop.getReason()).isEqualTo(Reason.Local);
        yard.unplug("left");
        agrees(session, start, stop);
        assertThat(csms.refused()).isEmpty();
    }

    private static ConfigurationStatus configure(String key, String value) {
        return csms.call(new ChangeConfigurationRequest(key, value), ChangeConfigurationConfirmation.class)
                .getStatus();
    }

    private static AvailabilityStatus available(AvailabilityType type) {
        return csms.call(new ChangeAvailabilityRequest(2, type), ChangeAvailabilityConfirmation.class)
                .getStatus();
    }

    private static void awaitStatus(ChargePointStatus status) {
        csms.await(StatusNotificationRequest.class, told -> told.getStatus() == status);
    }

    /** What the back end heard is what the books hold, in whole Wh. */
    private static void agrees(String session, StartTransactionRequest start, StopTransactionRequest stop)
            throws IOException {
        JsonNode booked = charges.awaitBooked(session);
        assertThat(start.getMeterStart().longValue())
                .isEqualTo((long) booked.path("start_register_wh").asDouble());
        assertThat(stop.getMeterStop().longValue())
                .isEqualTo((long) booked.path("stop_register_wh").asDouble());
    }
}
