package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Charges while the line to the central system is dead. */
class OfflineCasesIT {

    private static final String CARD = "04A1B2C3";

    @RegisterExtension
    static final Lab lab = Lab.of("offline").key("MeterValueSampleInterval", "2");

    private final CentralSystem csms = lab.csms();

    /** The line dies; what is told from now on is told late. */
    private Instant lineDies() {
        csms.door().shut();
        return Instant.now();
    }

    private void chargeUnseen() throws Exception {
        lab.plug(1);
        lab.charges().awaitStatus("left", "PREPARING");
        lab.card(1, CARD);
        lab.charges().awaitStatus("left", "CHARGING");
        lab.charges().await("some energy", () -> lab.charges().delivered("left") > 0);
    }

    /** By card; returns when the books have its end. */
    private void stopUnseen() throws Exception {
        String session = lab.charges().sessionAt("left");
        lab.card(1, CARD);
        lab.charges().awaitBooked(session);
    }

    /** The card is one that may charge while nobody can be asked. */
    private void known() throws Exception {
        lab.set("LocalAuthorizeOffline", "true");
        lab.cache("[{\"idTag\": \"" + CARD + "\", \"idTagInfo\": {\"status\": \"Accepted\"}}]");
    }

    @Test
    @DisplayName("TC_036_CS: the line dies during a transaction, which goes on (R-T16, R-X02)")
    void tc036() throws Exception {
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        lineDies();
        double before = lab.charges().delivered("left");
        lab.charges().await("more energy", () -> lab.charges().delivered("left") > before + 15);
        Instant back = Instant.now();
        csms.door().reopenAndAwait();
        Heard missed = csms.await("MeterValues", told -> at(told).isBefore(back.minusSeconds(1)));
        assertThat(missed.number("transactionId")).isEqualTo(transaction);
        csms.await("MeterValues", told -> at(told).isAfter(back));
        assertThat(csms.all("MeterValues")).isSortedAccordingTo((one, other) -> at(one).compareTo(at(other)));
        assertThat(csms.all("BootNotification")).isEmpty();
        assertThat(csms.all("StartTransaction")).hasSize(1);
    }

    private static Instant at(Heard values) {
        JsonNode first = values.get("meterValue").path(0);
        return Instant.parse(first.path("timestamp").asText());
    }

    @Test
    @DisplayName("TC_032_2_CS, where sessions resume: the transaction goes on, and nothing is told twice (R-X11)")
    void tc032resumed() throws Exception {
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        lab.durable();
        lab.powerCut();
        lab.powerBack();
        csms.await("BootNotification");
        csms.awaitStatus(1, "Charging");
        csms.await("MeterValues", told -> told.number("transactionId") == transaction);
        lab.card(1, CARD);
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.number("transactionId")).isEqualTo(transaction);
        assertThat(csms.all("StartTransaction")).hasSize(1);
        assertThat(csms.all("StopTransaction")).hasSize(1);
    }

    @Test
    @DisplayName("TC_037_1_CS: a start while the line is dead, with a card that may (R-A09)")
    void tc037valid() throws Exception {
        known();
        lineDies();
        chargeUnseen();
        csms.door().reopenAndAwait();
        Heard start = csms.await("StartTransaction");
        assertThat(start.text("idTag")).isEqualTo(CARD);
        csms.awaitStatus(1, "Charging");
        csms.awaitNone("StopTransaction", Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("TC_037_2_CS: a start while the line was dead is refused late, and only the energy stops (R-A10)")
    void tc037goesOn() throws Exception {
        lab.set("StopTransactionOnInvalidId", "false");
        startRefusedLate();
        csms.awaitStatus(1, "SuspendedEVSE");
        csms.awaitNone("StopTransaction", Duration.ofSeconds(2));
        lab.card(1, CARD);
        csms.await("StopTransaction");
        csms.awaitStatus(1, "Finishing");
    }

    @Test
    @DisplayName("TC_037_3_CS: a start while the line was dead is refused late, and the transaction stops (R-A10)")
    void tc037stops() throws Exception {
        lab.set("StopTransactionOnInvalidId", "true");
        startRefusedLate();
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.text("reason")).isEqualTo("DeAuthorized");
        assertThat(stop.number("transactionId")).isEqualTo(csms.transaction());
        csms.awaitStatus(1, "Finishing");
    }

    private void startRefusedLate() throws Exception {
        known();
        csms.answers("StartTransaction", call -> csms.started("Invalid"));
        lineDies();
        chargeUnseen();
        csms.door().reopenAndAwait();
        csms.await("StartTransaction");
    }

    @Test
    @DisplayName("TC_038_CS: a transaction is stopped while the line is dead (R-X02)")
    void tc038() throws Exception {
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        Instant dead = lineDies();
        stopUnseen();
        Instant back = Instant.now();
        csms.door().reopenAndAwait();
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.number("transactionId")).isEqualTo(transaction);
        assertThat(stop.text("reason")).isIn("", "Local");
        assertThat(stop.timestamp()).isBetween(dead.minusSeconds(1), back.plusSeconds(1));
    }

    @Test
    @DisplayName("TC_039_CS: a whole transaction while the line is dead (R-X01, R-X02)")
    void tc039() throws Exception {
        known();
        Instant dead = lineDies();
        chargeUnseen();
        stopUnseen();
        Instant back = Instant.now();
        csms.door().reopenAndAwait();
        Heard start = csms.await("StartTransaction");
        Heard stop = csms.await("StopTransaction");
        assertThat(start.timestamp()).isBetween(dead.minusSeconds(1), back);
        assertThat(stop.timestamp()).isBetween(start.timestamp(), back.plusSeconds(1));
        assertThat(stop.number("transactionId")).isEqualTo(csms.transaction());
        assertThat(stop.number("meterStop")).isGreaterThanOrEqualTo(start.number("meterStart"));
        assertThat(stop.index()).isGreaterThan(start.index());
    }
}
