package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.itests.Following;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Charges by card: begun, ended and refused. */
class ChargeCasesIT {

    private static final String CARD = "04A1B2C3";

    @RegisterExtension
    static final Lab lab = Lab.of("charge");

    private final CentralSystem csms = lab.csms();

    @Test
    @DisplayName("TC_003_CS: a charge, plugged in first")
    void tc003() throws Exception {
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        lab.card(1, CARD);
        assertThat(csms.await("Authorize").text("idTag")).isEqualTo(CARD);
        Heard start = csms.await("StartTransaction");
        assertThat(start.number("connectorId")).isEqualTo(1);
        assertThat(start.text("idTag")).isEqualTo(CARD);
        csms.awaitStatus(1, "Charging");
    }

    @Test
    @DisplayName("TC_004_1_CS: a charge, identified first")
    void tc004identifiedFirst() throws Exception {
        lab.card(1, CARD);
        csms.await("Authorize");
        csms.awaitStatus(1, "Preparing");
        assertThat(csms.all("StartTransaction")).isEmpty();
        lab.plug(1);
        assertThat(csms.await("StartTransaction").text("idTag")).isEqualTo(CARD);
        csms.awaitStatus(1, "Charging");
    }

    @Test
    @DisplayName("TC_004_2_CS: identified, and no car comes in time (R-S05); a later one is not authorised (R-A14)")
    void tc004timeout() throws Exception {
        lab.set("ConnectionTimeOut", "6");
        lab.card(1, CARD);
        Heard preparing = csms.awaitStatus(1, "Preparing");
        Heard available = csms.awaitStatus(1, "Available");
        // Not by the 60 s of a station that nobody set; a loaded machine may be late.
        assertThat(Duration.between(preparing.timestamp(), available.timestamp()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
        assertThat(csms.all("StartTransaction")).isEmpty();
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        csms.awaitNone("StartTransaction", Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("TC_005_1_CS: unplugged at the car: the transaction stops and the lock opens (R-X09)")
    void tc005unlock() throws Exception {
        lab.set("StopTransactionOnEVSideDisconnect", "true");
        lab.set("UnlockConnectorOnEVSideDisconnect", "true");
        lab.charge(2, CARD);
        lab.unplug(2);
        assertThat(csms.await("StopTransaction").text("reason")).isEqualTo("EVDisconnected");
        csms.awaitStatus(2, "Available");
        Awaitility.await("the lock opens").atMost(Duration.ofMinutes(2)).until(() -> lab.unlocked(2));
    }

    @Test
    @DisplayName("TC_005_2_CS: unplugged at the car: the transaction stops and the lock stays (R-X09)")
    void tc005noUnlock() throws Exception {
        lab.set("StopTransactionOnEVSideDisconnect", "true");
        lab.set("UnlockConnectorOnEVSideDisconnect", "false");
        lab.charge(2, CARD);
        lab.unplug(2);
        assertThat(csms.await("StopTransaction").text("reason")).isEqualTo("EVDisconnected");
        csms.awaitStatus(2, "Available");
        assertThat(lab.unlocked(2)).isFalse();
    }

    @Test
    @DisplayName("R-A10: a cable whose card was refused after the start stays locked until that card is shown again")
    void refusedCable() throws Exception {
        lab.set("UnlockConnectorOnEVSideDisconnect", "false");
        csms.answers("StartTransaction", call -> csms.started("Invalid"));
        lab.plug(2);
        csms.awaitStatus(2, "Preparing");
        lab.card(2, CARD);
        csms.await("StartTransaction");
        assertThat(csms.await("StopTransaction").text("reason")).isEqualTo("DeAuthorized");
        csms.awaitStatus(2, "Finishing");
        // A reader takes the same card at once for the same showing.
        csms.awaitNone("StartTransaction", Duration.ofSeconds(5));
        assertThat(lab.unlocked(2)).isFalse();
        lab.card(2, CARD);
        Awaitility.await("the lock opens").atMost(Duration.ofMinutes(2)).until(() -> lab.unlocked(2));
        assertThat(csms.all("StartTransaction")).hasSize(1);
    }

    @Test
    @DisplayName("R-S05: a cable without a card is not prepared for ever; the card may come all the same")
    void cableWithoutCard() throws Exception {
        lab.set("ConnectionTimeOut", "2");
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        csms.awaitStatus(1, "Finishing");
        lab.card(1, CARD);
        csms.awaitStatus(1, "Charging");
    }

    @Test
    @DisplayName(
            "R-S03: a status that does not last for MinimumStatusDuration is not told; what lasts is told once, with its time")
    void minimumStatusDuration() throws Exception {
        lab.set("MinimumStatusDuration", "20");
        lab.plug(1);
        lab.charges().awaitStatus("left", "PREPARING");
        lab.unplug(1);
        lab.charges().awaitStatus("left", "AVAILABLE");
        lab.plug(1);
        Heard told = csms.await("StatusNotification", call -> call.number("connectorId") == 1);
        assertThat(told.text("status")).isEqualTo("Preparing");
        assertThat(Duration.between(told.timestamp(), Instant.now())).isGreaterThan(Duration.ofSeconds(18));
        assertThat(csms.all("StatusNotification")).hasSize(1);
    }

    @Test
    @DisplayName("TC_005_3_CS: unplugged at the car: the transaction waits and goes on (R-X09)")
    void tc005goesOn() throws Exception {
        lab.set("StopTransactionOnEVSideDisconnect", "false");
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        lab.unplug(1);
        csms.awaitStatus(1, "SuspendedEV");
        assertThat(csms.all("StopTransaction")).isEmpty();
        lab.plug(1);
        csms.awaitStatus(1, "Charging");
        lab.card(1, CARD);
        Heard stop = csms.await("StopTransaction");
        assertThat(stop.number("transactionId")).isEqualTo(transaction);
        assertThat(stop.text("reason")).isIn("", "Local");
        assertThat(csms.all("StartTransaction")).hasSize(1);
    }

    @Test
    @DisplayName("TC_023_4_CS: a card that the central system does not know (R-A01)")
    void tc023() throws Exception {
        csms.answers("Authorize", "{\"idTagInfo\": {\"status\": \"Invalid\"}}");
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        lab.card(1, "0BAD0BAD");
        csms.await("Authorize");
        csms.awaitNone("StartTransaction", Duration.ofSeconds(2));
        assertThat(lab.yard().evse("left").path("amps").path(0).asDouble()).isZero();
        lab.unplug(1);
        csms.awaitStatus(1, "Available");
    }

    @Test
    @DisplayName("TC_024_CS: the lock does not hold the plug, and nothing is charged (R-S16)")
    void tc024() throws Exception {
        lab.plug(1);
        csms.awaitStatus(1, "Preparing");
        lab.latchFails();
        csms.await(
                "StatusNotification",
                told -> told.number("connectorId") == 1
                        && told.text("errorCode").equals("ConnectorLockFailure"));
        lab.card(1, CARD);
        csms.awaitNone("StartTransaction", Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("TC_041_CS: a fault is told, and its end (R-S06)")
    void tc041() throws Exception {
        lab.fault(2, 18);
        Heard faulted = csms.awaitStatus(2, "Faulted");
        assertThat(faulted.text("errorCode")).isNotEqualTo("NoError");
        lab.heal(2);
        Heard available = csms.awaitStatus(2, "Available");
        assertThat(available.text("errorCode")).isEqualTo("NoError");
    }

    @Test
    @DisplayName("TC_070_CS: samples of a transaction at the interval that was set (R-M01)")
    void tc070() throws Exception {
        lab.set("MeterValueSampleInterval", "3");
        lab.set("MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import");
        Heard start = lab.charge(1, CARD);
        int transaction = csms.transaction();
        Instant before = start.timestamp();
        for (int sample = 1; sample <= 3; sample++) {
            Heard values = csms.await("MeterValues", told -> told.number("transactionId") == transaction);
            assertThat(values.get("meterValue").findValuesAsText("context")).containsOnly("Sample.Periodic");
            assertThat(values.get("meterValue").findValuesAsText("measurand"))
                    .containsExactly("Energy.Active.Import.Register", "Power.Active.Import");
            Instant taken = Instant.parse(
                    values.get("meterValue").path(0).path("timestamp").asText());
            assertThat(taken).isAfter(before);
            before = taken;
        }
        // Nine seconds, and not the three minutes of a station that nobody set; a loaded machine may be late.
        assertThat(Duration.between(start.timestamp(), before))
                .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(40));
    }

    @Test
    @DisplayName("TC_071_CS: samples on the clock, of a connector with a transaction and of one without (R-M02)")
    void tc071() throws Exception {
        lab.set("MeterValueSampleInterval", "0");
        lab.charge(1, CARD);
        int transaction = csms.transaction();
        lab.set("ClockAlignedDataInterval", "6");
        for (int sample = 1; sample <= 2; sample++) {
            // A loaded machine may be late with one of them, but not with all.
            Heard values =
                    csms.await("MeterValues", told -> told.number("connectorId") == 1 && isOnTheClock(told, 6000));
            assertThat(values.number("transactionId")).isEqualTo(transaction);
        }
        assertThat(csms.all("MeterValues"))
                .allSatisfy(told -> assertThat(told.get("meterValue").findValuesAsText("context"))
                        .containsOnly("Sample.Clock"));
        Heard idle = csms.await("MeterValues", told -> told.number("connectorId") == 2);
        assertThat(idle.payload().has("transactionId")).isFalse();
        lab.set("MeterValuesAlignedData", "Current.Import");
        Heard main = csms.await("MeterValues", told -> told.number("connectorId") == 0);
        assertThat(main.payload().has("transactionId")).as("errata v4 3.16").isFalse();
        assertThat(main.get("meterValue").findValuesAsText("location")).containsOnly("Inlet");
    }

    /** A pile is read each second, so what is there at the full interval is a little older. */
    private static boolean isOnTheClock(Heard values, long interval) {
        long millis = Instant.parse(
                        values.get("meterValue").path(0).path("timestamp").asText())
                .toEpochMilli();
        return (millis + 2000) % interval < 3000;
    }

    @Test
    @DisplayName("ocpp:tail -f shows frames over SSH as they pass, with the answers to them and without tokens")
    void liveFrames() throws Exception {
        try (Following tail = lab.shell().follow("ocpp:tail -f -n 500 -a RemoteStartTransaction lab")) {
            for (int frame = 1; frame <= 2; frame++) {
                // The second passes while it looks on, for it has shown the first.
                String wanted = "{\"connectorId\": 9, \"idTag\": \"SECRETCARD0" + frame + "\"}";
                assertThat(csms.status("RemoteStartTransaction", wanted)).isEqualTo("Rejected");
                int answers = frame;
                Awaitility.await("frame " + frame + " and its answer")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> shown(tail, "***0" + answers) == 1 && shown(tail, "Rejected") == answers);
            }
            assertThat(shown(tail, "SECRETCARD")).isZero();
        }
    }

    private static long shown(Following tail, String text) {
        return tail.lines().stream().filter(line -> line.contains(text)).count();
    }
}
