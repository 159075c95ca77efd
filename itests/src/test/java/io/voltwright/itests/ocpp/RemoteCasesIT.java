package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the central system starts, stops and unlocks. */
class RemoteCasesIT {

    private static final String CARD = "04A1B2C3";
    private static final String START = "{\"connectorId\": 1, \"idTag\": \"" + CARD + "\"}";

    @RegisterExtension
    static final Lab lab = Lab.of("remote");

    private final CentralSystem csms = lab.csms();

    private String start(String request) {
        return csms.status("RemoteStartTransaction", request);
    }

    @Test
    @DisplayName("TC_010_CS: a remote start, plugged in first (R-X12)")
    void tc010() throws Exception {
        lab.set("AuthorizeRemoteTxRequests", "true");
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        assertThat(start(START)).isEqualTo("Accepted");
        assertThat(csms.await("Authorize").text("idTag")).isEqualTo(CARD);
        assertThat(csms.await("StartTransaction").text("idTag")).isEqualTo(CARD);
        csms.awaitStatus(1, "Charging");
    }

    @Test
    @DisplayName("TC_011_1_CS: a remote start, then the car (R-X12)")
    void tc011remoteFirst() throws Exception {
        assertThat(start(START)).isEqualTo("Accepted");
        csms.awaitStatus(1, "Preparing");
        assertThat(csms.all("StartTransaction")).isEmpty();
        lab.plug(1);
        assertThat(csms.await("StartTransaction").text("idTag")).isEqualTo(CARD);
        csms.awaitStatus(1, "Charging");
    }

    @Test
    @DisplayName("TC_011_2_CS: a remote start, and no car comes in time (R-X14)")
    void tc011timeout() {
        lab.set("ConnectionTimeOut", "6");
        assertThat(start(START)).isEqualTo("Accepted");
        Heard preparing = csms.awaitStatus(1, "Preparing");
        Heard available = csms.awaitStatus(1, "Available");
        // Not by the 60 s of a station that nobody set; a loaded machine may be late.
        assertThat(Duration.between(preparing.timestamp(), available.timestamp()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
        assertThat(csms.all("StartTransaction")).isEmpty();
    }

    @Test
    @DisplayName("TC_012_CS: a remote stop (R-X15)")
    void tc012() throws Exception {
        lab.charge(1, CARD);
        assertThat(csms.status("RemoteStopTransaction", "{\"transactionId\": " + csms.transaction() + "}"))
                .isEqualTo("Accepted");
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.text("reason")).isEqualTo("Remote");
        assertThat(stop.number("transactionId")).isEqualTo(csms.transaction());
        csms.awaitStatus(1, "Finishing");
        lab.unplug(1);
        csms.awaitStatus(1, "Available");
    }

    @Test
    @DisplayName("TC_017_1_CS: a socket without a session is unlocked (R-S14)")
    void tc017socket() {
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 2}")).isEqualTo("Unlocked");
    }

    @Test
    @DisplayName("TC_017_2_CS: a fixed cable has no lock (R-S14)")
    void tc017cable() {
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 1}")).isEqualTo("NotSupported");
    }

    @Test
    @DisplayName("TC_018_1_CS: a socket with a session is unlocked, and the session ends (R-S14)")
    void tc018socket() throws Exception {
        lab.charge(2, CARD);
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 2}")).isEqualTo("Unlocked");
        assertThat(csms.await("StopTransaction").text("reason")).isEqualTo("UnlockCommand");
        csms.awaitStatus(2, "Finishing");
    }

    @Test
    @DisplayName("TC_018_2_CS: a fixed cable with a session has no lock, and the session goes on (R-S14)")
    void tc018cable() throws Exception {
        lab.charge(1, CARD);
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 1}")).isEqualTo("NotSupported");
        csms.awaitNone("StopTransaction", Duration.ofSeconds(1));
        assertThat(lab.charges().evse("left").path("status").asText()).isEqualTo("CHARGING");
    }

    @Test
    @DisplayName("TC_023_5_CS: a remote start with a card that the central system does not know (R-X12)")
    void tc023() throws Exception {
        lab.set("AuthorizeRemoteTxRequests", "true");
        csms.answers("Authorize", "{\"idTagInfo\": {\"status\": \"Invalid\"}}");
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        assertThat(start("{\"connectorId\": 1, \"idTag\": \"0BAD0BAD\"}")).isEqualTo("Accepted");
        csms.await("Authorize");
        csms.awaitNone("StartTransaction", Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("TC_026_CS: a remote start where a transaction runs (R-X12)")
    void tc026() throws Exception {
        lab.charge(1, CARD);
        assertThat(start(START)).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_027_CS: a remote start at connector 0 (R-X12)")
    void tc027() {
        assertThat(start("{\"connectorId\": 0, \"idTag\": \"" + CARD + "\"}")).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_028_CS: a remote stop of a transaction that is not there (R-X15)")
    void tc028() throws Exception {
        lab.charge(1, CARD);
        assertThat(csms.status("RemoteStopTransaction", "{\"transactionId\": " + (csms.transaction() + 77) + "}"))
                .isEqualTo("Rejected");
        csms.awaitNone("StopTransaction", Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("TC_030_CS: a lock that does not open (R-S14)")
    void tc030() throws Exception {
        lab.plug(2);
        csms.awaitStatus(2, "Preparing");
        lab.lockFails(2, true);
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 2}")).isEqualTo("UnlockFailed");
        csms.await(
                "StatusNotification",
                told -> told.number("connectorId") == 2
                        && told.text("errorCode").equals("ConnectorLockFailure"));
    }

    @Test
    @DisplayName("TC_031_CS: unlocking a connector that is not there (R-S14)")
    void tc031() {
        assertThat(csms.status("UnlockConnector", "{\"connectorId\": 9}")).isEqualTo("NotSupported");
    }
}
