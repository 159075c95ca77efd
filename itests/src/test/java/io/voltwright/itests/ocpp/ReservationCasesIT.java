package io.voltwright.itests.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connectors that are kept free for a token. */
class ReservationCasesIT {

    private static final String CARD = "04A1B2C3";
    private static final String OTHER = "04D4E5F6";
    private static final int ID = 4711;

    /** Code of a fault that goes with its cause: one of the pilot at a Bender, any at a KEBA. Others latch (R32). */
    private static final int FAULT = 1 << 1;

    @RegisterExtension
    static final Lab lab = Lab.of("reservations");

    @AfterEach
    void cancelled() {
        lab.csms().status("CancelReservation", "{\"reservationId\": " + ID + "}");
    }

    private static String reserve(int connector, Duration lasts, String more) {
        Instant end = Instant.now().plus(lasts).truncatedTo(ChronoUnit.MILLIS);
        return lab.csms()
                .status(
                        "ReserveNow",
                        "{\"connectorId\": %d, \"expiryDate\": \"%s\", \"idTag\": \"%s\", \"reservationId\": %d%s}"
                                .formatted(connector, end, CARD, ID, more));
    }

    private static String reserve(int connector) {
        return reserve(connector, Duration.ofMinutes(10), "");
    }

    private static String remoteStart(int connector, String idTag) {
        return lab.csms()
                .status(
                        "RemoteStartTransaction",
                        "{\"connectorId\": %d, \"idTag\": \"%s\"}".formatted(connector, idTag));
    }

    private static void startsWithTheReservation(String idTag) {
        Heard start = lab.csms().await("StartTransaction");
        assertThat(start.text("idTag")).isEqualTo(idTag);
        assertThat(start.number("reservationId")).isEqualTo(ID);
        lab.csms().awaitStatus(start.number("connectorId"), "Charging");
    }

    private static void family() {
        lab.csms().answers("Authorize", "{\"idTagInfo\": {\"status\": \"Accepted\", \"parentIdTag\": \"FAMILY\"}}");
    }

    @Test
    @DisplayName("TC_046_1_CS: a reserved connector is for its card, and the start names the reservation")
    void tc046Local() throws Exception {
        assertThat(reserve(1)).isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        lab.card(1, OTHER);
        lab.csms().await("Authorize", call -> call.text("idTag").equals(OTHER));
        lab.csms()
                .awaitNone(
                        "StatusNotification",
                        Duration.ofSeconds(1),
                        call -> call.number("connectorId") == 1
                                && call.text("status").equals("Preparing"));
        lab.card(1, CARD);
        lab.plug(1);
        startsWithTheReservation(CARD);
    }

    @Test
    @DisplayName("TC_046_2_CS: a remote start at a reserved connector is for its token alone")
    void tc046Remote() throws Exception {
        assertThat(reserve(1)).isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        assertThat(remoteStart(1, OTHER)).isEqualTo("Rejected");
        assertThat(remoteStart(1, CARD)).isEqualTo("Accepted");
        lab.plug(1);
        startsWithTheReservation(CARD);
    }

    @Test
    @DisplayName("TC_047_CS: a reservation expires")
    void tc047() {
        assertThat(reserve(1, Duration.ofSeconds(8), "")).isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        lab.csms().awaitStatus(1, "Available");
        assertThat(lab.csms().status("CancelReservation", "{\"reservationId\": " + ID + "}"))
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_048_1_CS: a connector with a fault is not reserved")
    void tc048Faulted() throws Exception {
        lab.fault(1, FAULT);
        lab.csms().awaitStatus(1, "Faulted");
        assertThat(reserve(1)).isEqualTo("Faulted");
    }

    @Test
    @DisplayName("TC_048_2_CS: nor one that is in use")
    void tc048Occupied() throws Exception {
        lab.plug(1);
        lab.csms().awaitStatus(1, "Preparing");
        assertThat(reserve(1)).isEqualTo("Occupied");
    }

    @Test
    @DisplayName("TC_048_3_CS: nor one that is out of service")
    void tc048Unavailable() {
        available(1, "Inoperative");
        try {
            assertThat(reserve(1)).isEqualTo("Unavailable");
        } finally {
            available(1, "Operative");
        }
    }

    @Test
    @DisplayName("TC_048_4_CS: nor for a time that is over")
    void tc048Rejected() {
        assertThat(reserve(1, Duration.ofHours(-1), "")).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_049_CS: the station keeps one connector for a card, whichever it takes")
    void tc049() throws Exception {
        assertThat(reserve(0)).isEqualTo("Accepted");
        lab.card(2, CARD);
        lab.plug(2);
        startsWithTheReservation(CARD);
    }

    @Test
    @DisplayName("TC_050_1_CS: a station whose connectors have faults keeps none")
    void tc050Faulted() throws Exception {
        for (int connector : new int[] {1, 2}) {
            lab.fault(connector, FAULT);
            lab.csms().awaitStatus(connector, "Faulted");
        }
        assertThat(reserve(0)).isEqualTo("Faulted");
    }

    @Test
    @DisplayName("TC_050_2_CS: nor one whose connectors are in use")
    void tc050Occupied() throws Exception {
        for (int connector : new int[] {1, 2}) {
            lab.plug(connector);
            lab.csms().awaitStatus(connector, "Preparing");
        }
        assertThat(reserve(0)).isEqualTo("Occupied");
    }

    @Test
    @DisplayName("TC_050_3_CS: nor one that is out of service")
    void tc050Unavailable() {
        available(0, "Inoperative");
        try {
            assertThat(reserve(0)).isEqualTo("Unavailable");
        } finally {
            available(0, "Operative");
        }
    }

    @Test
    @DisplayName("TC_050_4_CS: nor for a time that is over")
    void tc050Rejected() {
        assertThat(reserve(0, Duration.ofHours(-1), "")).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_051_CS: a reservation is cancelled")
    void tc051() {
        assertThat(reserve(1)).isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        assertThat(lab.csms().status("CancelReservation", "{\"reservationId\": " + ID + "}"))
                .isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Available");
    }

    @Test
    @DisplayName("TC_052_CS: what was never reserved is not cancelled")
    void tc052() {
        assertThat(lab.csms().status("CancelReservation", "{\"reservationId\": 1}"))
                .isEqualTo("Rejected");
    }

    @Test
    @DisplayName("TC_053_1_CS: a card of the same parent may use the reservation")
    void tc053Local() throws Exception {
        family();
        assertThat(reserve(1, Duration.ofMinutes(10), ", \"parentIdTag\": \"FAMILY\""))
                .isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        lab.card(1, OTHER);
        assertThat(lab.csms().await("Authorize").text("idTag")).isEqualTo(OTHER);
        lab.plug(1);
        startsWithTheReservation(OTHER);
    }

    @Test
    @DisplayName("TC_053_2_CS: so may a remote start of the same parent")
    void tc053Remote() throws Exception {
        family();
        assertThat(reserve(1, Duration.ofMinutes(10), ", \"parentIdTag\": \"FAMILY\""))
                .isEqualTo("Accepted");
        lab.csms().awaitStatus(1, "Reserved");
        assertThat(remoteStart(1, OTHER)).isEqualTo("Accepted");
        assertThat(lab.csms().await("Authorize").text("idTag")).isEqualTo(OTHER);
        lab.plug(1);
        startsWithTheReservation(OTHER);
    }

    private static void available(int connector, String type) {
        assertThat(lab.csms()
                        .status(
                                "ChangeAvailability",
                                "{\"connectorId\": %d, \"type\": \"%s\"}".formatted(connector, type)))
                .isEqualTo("Accepted");
        String status = type.equals("Operative") ? "Available" : "Unavailable";
        lab.csms().awaitStatus(1, status);
        if (connector == 0) {
            lab.csms().awaitStatus(2, status);
        }
    }
}
