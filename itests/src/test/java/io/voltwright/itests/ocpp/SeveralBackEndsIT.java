package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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
                    """
                    url = ws://127.0.0.1:%d/ocpp
                    identity = FLEET-77
                    securityProfile = 0
                    listens = false
                    controls = false
                    retryBackOffWaitMinimumSeconds = 1
                    retryBackOffRandomRangeSeconds = 0
                    retryBackOffRepeatTimes = 0
                    """
                            .formatted(fleet.door().port()))
            .file(
                    "io.voltwright.protocol.ocpp-piles.cfg",
                    """
                    url = ws://127.0.0.1:%d/ocpp
                    as = pile
                    identity = PILE-{evse}
                    securityProfile = 0
                    authorises = false
                    bills = false
                    retryBackOffWaitMinimumSeconds = 1
                    retryBackOffRandomRangeSeconds = 0
                    retryBackOffRepeatTimes = 0
                    """
                            .formatted(piles.door().port()));

    @BeforeEach
    void theOthersAreThere() {
        for (CentralSystem other : others) {
            other.agrees();
            other.door().reopenAndAwait();
            other.forget();
        }
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
        Awaitility.await("the third pile is gone")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !third.door().connected());
        third.assertClean();
    }
}
