package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voltwright.itests.Listeners;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A station with two back ends: one controls it and listens, the other has only its own cards. */
class SeveralBackEndsIT {

    private static final String CARD = "04A1B2C3";
    private static final String FLEET_CARD = "04F1EE01";
    private static final String WEAK = "io.voltwright.protocol.ocpp-weak.cfg";
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final CentralSystem fleet = CentralSystem.open();
    private static final CentralSystem piles = CentralSystem.open();
    private static final CentralSystem left = CentralSystem.open(piles.door().side("PILE-left"));
    private static final CentralSystem right = CentralSystem.open(piles.door().side("PILE-right"));
    private static final List<CentralSystem> others = List.of(fleet, left, right);

    @RegisterExtension
    static final Lab lab = Lab.of("several")
            .file("io.voltwright.users.directory.cfg", "route = [\"card:04F1* = fleet\", \"* = lab\"]\n")
            .file(
                    "io.voltwright.protocol.ocpp-fleet.cfg",
                    file(
                            "ws",
                            fleet.door().port(),
                            "identity = FLEET-77\nsecurityProfile = 0\nlistens = false\ncontrols = false"))
            .file(
                    "io.voltwright.protocol.ocpp-piles.cfg",
                    file(
                            "ws",
                            piles.door().port(),
                            "as = pile\nidentity = PILE-{evse}\nsecurityProfile = 0\nauthorises = false\nbills = false"));

    private static String file(String scheme, int port, String more) {
        return """
                url = %s://127.0.0.1:%d/ocpp
                retryBackOffWaitMinimumSeconds = 1
                retryBackOffRandomRangeSeconds = 0
                retryBackOffRepeatTimes = 0
                %s
                """
                .formatted(scheme, port, more);
    }

    @BeforeEach
    void theOthersAreThere() {
        for (CentralSystem other : others) {
            other.agrees();
            other.door().reopenAndAwait();
        }
        fleet.awaitRest(1, 2);
        left.awaitRest(1);
        right.awaitRest(1);
        others.forEach(CentralSystem::forget);
    }

    @AfterEach
    void theOthersAreClean() {
        others.forEach(CentralSystem::assertClean);
    }

    @AfterAll
    static void close() {
        fleet.close();
        piles.close();
    }

    private static String remoteStop(CentralSystem by, int transaction) {
        return by.status("RemoteStopTransaction", "{\"transactionId\": " + transaction + "}");
    }

    @Test
    @DisplayName(
            "each card is asked about where it belongs; the session is that one's to stop, and the listener hears of it")
    void eachHasItsOwn() throws Exception {
        lab.plug(1);
        lab.csms().awaitStatus(1, "Preparing");
        lab.card(1, FLEET_CARD);
        assertThat(fleet.await("Authorize").text("idTag")).isEqualTo(FLEET_CARD);
        fleet.await("StartTransaction");
        lab.csms().await("StartTransaction");
        fleet.awaitStatus(1, "Charging");
        assertThat(lab.csms().all("Authorize")).isEmpty();

        assertThat(remoteStop(lab.csms(), lab.csms().transaction())).isEqualTo("Rejected");
        assertThat(remoteStop(fleet, fleet.transaction())).isEqualTo("Accepted");
        assertThat(fleet.await("StopTransaction").number("transactionId")).isEqualTo(fleet.transaction());
        assertThat(lab.csms().await("StopTransaction").number("transactionId"))
                .isEqualTo(lab.csms().transaction());
    }

    @Test
    @DisplayName("what a listener thinks of a token is ignored")
    void aListenersOpinion() throws Exception {
        lab.csms().answers("StartTransaction", call -> lab.csms().started("Invalid"));
        lab.plug(1);
        lab.csms().awaitStatus(1, "Preparing");
        lab.card(1, FLEET_CARD);
        lab.csms().await("StartTransaction");
        lab.csms().awaitStatus(1, "Charging");
        fleet.awaitNone("StopTransaction", A_WHILE);
    }

    @Test
    @DisplayName("of others' sessions one that does not listen hears nothing, and the station is not its to command")
    void neitherListensNorControls() throws Exception {
        // The second socket has a lock that could be opened.
        lab.charge(2, CARD);
        assertThat(fleet.status("Reset", "{\"type\": \"Soft\"}")).isEqualTo("Rejected");
        assertThat(fleet.status("ChangeAvailability", "{\"connectorId\": 2, \"type\": \"Inoperative\"}"))
                .isEqualTo("Rejected");
        assertThat(fleet.status("UnlockConnector", "{\"connectorId\": 2}")).isEqualTo("UnlockFailed");
        assertThat(fleet.configure("ConnectorPhaseRotation", "0.RST")).isEqualTo("Rejected");
        assertThat(fleet.all("StartTransaction")).isEmpty();
        assertThat(fleet.all("Authorize")).isEmpty();
    }

    @Test
    @DisplayName("while a card's back end is away the station decides by what that one said before, and tells it later")
    void localFallback() throws Exception {
        fleetCharges();
        fleet.await("StopTransaction");
        fleet.door().shut();
        fleetCharges();
        lab.clear();
        lab.plug(2);
        lab.csms().awaitStatus(2, "Preparing");
        lab.card(2, "04F1EE99");
        lab.csms().awaitNone("StartTransaction", A_WHILE, call -> call.number("connectorId") == 2);
        fleet.forget();
        fleet.door().reopenAndAwait();
        assertThat(fleet.await("StartTransaction").text("idTag")).isEqualTo(FLEET_CARD);
        assertThat(fleet.await("StopTransaction").text("idTag")).isEqualTo(FLEET_CARD);
    }

    private static void fleetCharges() throws Exception {
        lab.clear();
        lab.csms().forget();
        lab.plug(1);
        lab.csms().awaitStatus(1, "Preparing");
        lab.card(1, FLEET_CARD);
        lab.csms().await("StartTransaction");
        lab.csms().awaitStatus(1, "Charging");
        lab.card(1, FLEET_CARD);
        lab.csms().await("StopTransaction");
    }

    @Test
    @DisplayName("of the limits of several back ends the lowest counts; when it has run out the next one does")
    void lowestLimit() throws Exception {
        try {
            limit(lab.csms(), 13, "");
            limit(fleet, 8, "");
            lab.charge(1, CARD);
            awaitOffer(8);
            limit(fleet, 8, "\"validTo\": \"" + Instant.now().plusSeconds(8) + "\", ");
            awaitOffer(13);
        } finally {
            fleet.call("ClearChargingProfile", "{}");
            lab.csms().call("ClearChargingProfile", "{}");
        }
        awaitOffer(16);
    }

    private static void limit(CentralSystem by, int amperes, String until) {
        assertThat(by.status(
                        "SetChargingProfile",
                        """
                        {"connectorId": 1, "csChargingProfiles": {"chargingProfileId": 1, "stackLevel": 0, %s\
                        "chargingProfilePurpose": "TxDefaultProfile", "chargingProfileKind": "Absolute", \
                        "chargingSchedule": {"startSchedule": "2026-01-01T00:00:00Z", "chargingRateUnit": "A", \
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": %d}]}}}"""
                                .formatted(until, amperes)))
                .isEqualTo("Accepted");
    }

    private static void awaitOffer(int amperes) {
        Awaitility.await("the pile is offered " + amperes + " A")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    double offered = lab.yard().evse("left").path("offeredAmps").asDouble();
                    return offered > amperes - 1 && offered <= amperes;
                });
    }

    @Test
    @DisplayName("the site is one station to one back end and a station per pile to another; a charge goes to both")
    void siteAndPiles() throws Exception {
        right.answers("StartTransaction", "{\"transactionId\": 70007, \"idTagInfo\": {\"status\": \"Accepted\"}}");
        lab.charge(2, CARD);
        assertThat(right.await("StartTransaction").number("connectorId")).isEqualTo(1);
        right.awaitStatus(1, "Charging");
        assertThat(remoteStop(right, lab.csms().transaction())).isEqualTo("Rejected");
        lab.card(2, CARD);
        assertThat(lab.csms().await("StopTransaction").number("transactionId"))
                .isEqualTo(lab.csms().transaction());
        assertThat(right.await("StopTransaction").number("transactionId")).isEqualTo(70_007);

        lab.charge(1, CARD);
        assertThat(left.await("StartTransaction").number("connectorId")).isEqualTo(1);
        assertThat(left.all("StartTransaction")).hasSize(1);
        assertThat(right.all("StartTransaction")).hasSize(1);
        String number = "{\"key\": [\"NumberOfConnectors\"]}";
        assertThat(List.of(lab.csms(), left, right))
                .extracting(each -> each.call("GetConfiguration", number)
                        .at("/configurationKey/0/value")
                        .asText())
                .containsExactly("2", "1", "1");
        assertThat(lab.shell().run("ocpp:status")).contains("piles.left", "piles.right");
    }

    @Test
    @DisplayName("a pile that is reset boots anew at its back end; the others' charges go on")
    void aPileIsReset() throws Exception {
        lab.charge(1, CARD);
        lab.charge(2, CARD);
        right.await("StartTransaction");
        assertThat(right.status("Reset", "{\"type\": \"Soft\"}")).isEqualTo("Accepted");
        assertThat(right.await("StopTransaction").text("reason")).isEqualTo("SoftReset");
        right.await("BootNotification");
        right.awaitStatus(1, "Finishing");
        assertThat(left.all("BootNotification")).isEmpty();
        assertThat(left.all("StopTransaction")).isEmpty();
        assertThat(lab.csms().all("BootNotification")).isEmpty();
    }

    @Test
    @DisplayName("a pile that comes to the site connects while the station runs, and leaves with its EVSE")
    void pilesComeAndGo() throws Exception {
        CentralSystem third = CentralSystem.open(piles.door().side("PILE-third"));
        try {
            lab.site(List.of("third: {profile: bender-cc612, tcp: \"127.0.0.1:9\", most: 16 A}"));
            third.await("BootNotification");
            assertThat(left.all("BootNotification")).isEmpty();
        } finally {
            lab.site(List.of());
        }
        Awaitility.await("the third pile is gone").atMost(Duration.ofMinutes(2)).until(() -> !third.door()
                .connected());
        third.assertClean();
    }

    @Test
    @DisplayName(
            "A00.FR.318: a back end that knows only a weak suite gets no connection, and hears why once it knows better")
    void tooWeak() throws Exception {
        LabPki root = new LabPki("Weak root");
        LabPki.Shield shield = new LabPki.Shield(root);
        lab.station().setting("weak-root.pem", root.pem());
        int port = refused(shield);
        try (CentralSystem better = CentralSystem.open(Door.secure(port, shield.context(), shield.parameters()))) {
            better.await(
                    "SecurityEventNotification", event -> event.text("type").equals("InvalidTLSCipherSuite"));
            better.assertClean();
            assertThat(lab.csms().all("SecurityEventNotification"))
                    .noneMatch(event -> event.text("type").startsWith("InvalidTLS"));
        } finally {
            Files.delete(lab.station().etc().resolve(WEAK));
        }
    }

    /** A server with CBC and SHA-1 alone, which the station never offers; returns the port where it was. */
    private static int refused(LabPki.Shield shield) throws Exception {
        try (SSLServerSocket weak = (SSLServerSocket) shield.context()
                .getServerSocketFactory()
                .createServerSocket(Listeners.freePort(), 5, InetAddress.getLoopbackAddress())) {
            weak.setEnabledProtocols(new String[] {"TLSv1.2"});
            weak.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
            weak.setSoTimeout(120_000);
            lab.station()
                    .setting(
                            WEAK,
                            file(
                                    "wss",
                                    weak.getLocalPort(),
                                    """
                                    identity = WEAK-1
                                    securityProfile = 2
                                    authorities = weak-root.pem
                                    authorizationKey = 000102030405060708090a0b0c0d0e0f
                                    listens = false
                                    controls = false
                                    """));
            try (SSLSocket knock = (SSLSocket) weak.accept()) {
                assertThatThrownBy(knock::startHandshake)
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("no cipher suites in common");
            }
            return weak.getLocalPort();
        }
    }
}
