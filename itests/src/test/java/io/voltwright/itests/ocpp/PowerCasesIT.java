package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Boots, resets and power cuts. */
class PowerCasesIT {

    private static final String CARD = "04A1B2C3";

    @RegisterExtension
    static final Lab lab =
            Lab.of("power").charging("session.afterPowerLoss = stop").key("HeartbeatInterval", "2");

    private final CentralSystem csms = lab.csms();

    private void awaitIdleStation() {
        IntStream.rangeClosed(0, 2).forEach(connector -> csms.awaitStatus(connector, "Available"));
    }

    @Test
    @DisplayName("TC_001_CS: a cold boot (R-B01, R-B02)")
    void tc001() {
        csms.answers("BootNotification", call -> CentralSystem.boot("Accepted", 2));
        lab.powerCut();
        csms.forget();
        lab.powerBack();
        csms.door().awaitStation();
        awaitIdleStation();
        assertThat(csms.all().get(0).action()).isEqualTo("BootNotification");
        Heard one = csms.await("Heartbeat");
        csms.await("Heartbeat");
        Heard third = csms.await("Heartbeat");
        // Four seconds; a loaded machine may be late with the first or the last.
        assertThat(Duration.between(one.at(), third.at())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
        assertThat(csms.all("BootNotification")).hasSize(1);
    }

    @Test
    @DisplayName("TC_002_CS: a cold boot that is put off (R-B03)")
    void tc002() {
        csms.answers("BootNotification", call -> CentralSystem.boot("Pending", 600));
        lab.powerCut();
        csms.forget();
        lab.powerBack();
        csms.await("BootNotification");
        String before = csms.call("GetConfiguration", "{\"key\": [\"ConnectionTimeOut\"]}")
                .path("configurationKey")
                .path(0)
                .path("value")
                .asText();
        assertThat(csms.configure("ConnectionTimeOut", before)).isEqualTo("Accepted");
        assertThat(csms.status("RemoteStartTransaction", "{\"connectorId\": 1, \"idTag\": \"" + CARD + "\"}"))
                .isEqualTo("Rejected");
        csms.awaitNone("StatusNotification", Duration.ofSeconds(1));
        assertThat(csms.all()).hasSize(1);
        csms.answers("BootNotification", call -> CentralSystem.boot("Accepted", 2));
        assertThat(csms.status("TriggerMessage", "{\"requestedMessage\": \"BootNotification\"}"))
                .isEqualTo("Accepted");
        csms.await("BootNotification");
        awaitIdleStation();
    }

    @Test
    @DisplayName("TC_013_CS: a hard reset without a transaction (R-X10)")
    void tc013() throws Exception {
        reset("Hard");
    }

    @Test
    @DisplayName("TC_014_CS: a soft reset without a transaction (R-X10)")
    void tc014() throws Exception {
        reset("Soft");
    }

    private void reset(String type) throws Exception {
        long before = lab.station().pid();
        assertThat(csms.status("Reset", "{\"type\": \"" + type + "\"}")).isEqualTo("Accepted");
        csms.await("BootNotification");
        awaitIdleStation();
        assertThat(lab.station().pid()).as("a new process").isNotEqualTo(before);
    }

    @Test
    @DisplayName("TC_015_CS: a hard reset during a transaction (R-X10)")
    void tc015() throws Exception {
        resetDuringTransaction("Hard");
    }

    @Test
    @DisplayName("TC_016_CS: a soft reset during a transaction, which is stopped and told before (R-X10, R-T19)")
    void tc016() throws Exception {
        Heard stop = resetDuringTransaction("Soft");
        assertThat(stop.index()).isLessThan(csms.all("BootNotification").get(0).index());
    }

    private Heard resetDuringTransaction(String type) throws Exception {
        lab.charge(1, CARD);
        assertThat(csms.status("Reset", "{\"type\": \"" + type + "\"}")).isEqualTo("Accepted");
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.text("reason")).isEqualTo(type + "Reset");
        assertThat(stop.number("transactionId")).isEqualTo(csms.transaction());
        csms.await("BootNotification");
        csms.awaitStatus(1, "Finishing");
        csms.awaitStatus(2, "Available");
        assertThat(csms.all("StopTransaction")).hasSize(1);
        return stop;
    }

    @Test
    @DisplayName("TC_032_1_CS: power fails, and the transaction is stopped before it is gone (R-X11)")
    void tc032before() throws Exception {
        lab.charge(1, CARD);
        lab.powerFailsWithReserve();
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.text("reason")).isEqualTo("PowerLoss");
        lab.powerBack();
        csms.await("BootNotification");
        csms.awaitStatus(1, "Finishing");
        assertThat(csms.all("StopTransaction")).hasSize(1);
    }

    @Test
    @DisplayName("TC_032_2_CS: power is gone, and the transaction is stopped when it is back (R-X11)")
    void tc032after() throws Exception {
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        lab.durable();
        lab.powerCut();
        lab.powerBack();
        Heard boot = csms.await("BootNotification");
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.index()).isGreaterThan(boot.index());
        assertThat(stop.text("reason")).isEqualTo("PowerLoss");
        assertThat(stop.number("transactionId")).isEqualTo(transaction);
        csms.awaitStatus(1, "Finishing");
    }

    @Test
    @DisplayName("R-Z12: security events that were not acknowledged outlive a power cut, and are told in their order")
    void securityEvents() throws Exception {
        csms.ignores("SecurityEventNotification");
        refusedLogin("127.0.0.2");
        awaitRefusedLogin("127.0.0.2");
        // It heard of that one and said nothing to it; of this one it hears nothing at all.
        csms.door().shut();
        refusedLogin("127.0.0.3");
        Awaitility.await("it is a fact")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> lab.shell().run("journal:tail -n 1000").contains("127.0.0.3"));
        lab.powerCut();

        csms.agrees();
        csms.forget();
        csms.door().reopen();
        lab.powerBack();
        awaitRefusedLogin("127.0.0.2");
        awaitRefusedLogin("127.0.0.3");
        csms.await("SecurityEventNotification", event -> event.text("type").equals("StartupOfTheDevice"));
    }

    private static void refusedLogin(String from) {
        assertThat(lab.station().shell("nobody", "guessed").from(from).admits()).isFalse();
    }

    // Of those that come after the one that was awaited before.
    private void awaitRefusedLogin(String from) {
        Heard event = csms.await(
                "SecurityEventNotification",
                told -> told.text("type").equals("MaintenanceLoginFailed")
                        && told.text("techInfo").contains(from));
        assertThat(event.timestamp()).isBefore(event.at());
    }

    @Test
    @DisplayName("TC_034_CS: a connector out of service is so after a power cut (R-B13)")
    void tc034() {
        assertThat(csms.status("ChangeAvailability", "{\"connectorId\": 1, \"type\": \"Inoperative\"}"))
                .isEqualTo("Accepted");
        csms.awaitStatus(1, "Unavailable");
        lab.powerCut();
        csms.forget();
        lab.powerBack();
        csms.await("BootNotification");
        csms.awaitStatus(1, "Unavailable");
        csms.awaitStatus(2, "Available");
        assertThat(csms.status("ChangeAvailability", "{\"connectorId\": 1, \"type\": \"Operative\"}"))
                .isEqualTo("Accepted");
        csms.awaitStatus(1, "Available");
    }
}
