package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.FakeStation.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations.Verdict;
import io.voltwright.users.api.Biller;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reservations of a back end (3.11, 5.1, 5.13). */
class BookingsTest {

    final FakeStation station = new FakeStation();

    BookingsTest() {
        station.start();
    }

    String reserve(int connector, int id, String idTag, String parent) {
        return station.status(
                "ReserveNow",
                "{\"connectorId\":" + connector + ",\"expiryDate\":\"2026-03-02T09:00:00Z\",\"idTag\":\"" + idTag
                        + "\",\"reservationId\":" + id
                        + (parent.isEmpty() ? "" : ",\"parentIdTag\":\"" + parent + "\"") + "}");
    }

    String start(String connector, String idTag) {
        return station.status("RemoteStartTransaction", "{" + connector + "\"idTag\":\"" + idTag + "\"}");
    }

    @Test
    @DisplayName("TC_046, TC_049: a connector is reserved, or with 0 any, for the back end by its name")
    void reserved() {
        assertThat(reserve(1, 7, "card", "PARENT")).isEqualTo("Accepted");
        assertThat(reserve(0, 8, "CARD", "")).isEqualTo("Accepted");
        assertThat(station.bookings.standing).extracting(Reservation::owner).containsOnly(NAME);
        assertThat(station.bookings.standing.get(0).evse()).hasValue(LEFT);
        assertThat(station.bookings.standing.get(0).token()).isEqualTo(new TokenRef("ref-CARD"));
        assertThat(station.bookings.standing.get(0).group()).hasValue(new TokenRef("group-PARENT"));
        assertThat(station.bookings.standing.get(1).evse()).isEmpty();
        assertThat(station.conversation.keys().text("ReserveConnectorZeroSupported"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @DisplayName("R-R01, TC_048, TC_050: the answer is that of the charging points")
    @CsvSource({"OCCUPIED, Occupied", "FAULTED, Faulted", "UNAVAILABLE, Unavailable", "REJECTED, Rejected"})
    void refused(Verdict verdict, String status) {
        station.bookings.next = verdict;
        assertThat(reserve(1, 7, "CARD", "")).isEqualTo(status);
        assertThat(reserve(0, 7, "CARD", "")).isEqualTo(status);
    }

    @Test
    @DisplayName("R-R01, R-B03: a connector that is not there, and a station that is not accepted, reserve nothing")
    void rejected() {
        assertThat(reserve(9, 7, "CARD", "")).isEqualTo("Rejected");
        var pending = new FakeStation();
        pending.peer.on(
                "BootNotification",
                "{\"status\":\"Pending\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":300}");
        pending.start();
        assertThat(
                        pending.status(
                                "ReserveNow",
                                "{\"connectorId\":1,\"expiryDate\":\"2026-03-02T09:00:00Z\",\"idTag\":\"A\",\"reservationId\":1}"))
                .isEqualTo("Rejected");
        assertThat(pending.bookings.standing).isEmpty();
    }

    @Test
    @DisplayName("R-R06, TC_051, TC_052: its own is cancelled; what is unknown, or another's, is not")
    void cancelled() {
        reserve(1, 7, "CARD", "");
        station.bookings.standing.add(new Reservation(
                "9", "other", Optional.of(LEFT), new TokenRef("ref-X"), Optional.empty(), station.time.instant()));
        assertThat(station.status("CancelReservation", "{\"reservationId\":9}")).isEqualTo("Rejected");
        assertThat(station.status("CancelReservation", "{\"reservationId\":7}")).isEqualTo("Accepted");
        assertThat(station.status("CancelReservation", "{\"reservationId\":7}")).isEqualTo("Rejected");
    }

    @Test
    @DisplayName("R-R08, TC_046_2: at a reserved connector only the reserver is started remotely")
    void remoteStart() {
        reserve(1, 7, "CARD", "");
        station.put(LEFT, 1, EvseStatus.RESERVED, Optional.empty());
        assertThat(start("\"connectorId\":1,", "OTHER")).isEqualTo("Rejected");
        assertThat(start("\"connectorId\":1,", "card")).isEqualTo("Accepted");
        assertThat(station.charging.told).containsExactly("start left CARD acme backend:acme");
        assertThat(start("", "OTHER")).as("there is another connector").isEqualTo("Accepted");
        assertThat(station.charging.told.get(1)).startsWith("start right OTHER");
    }

    @Test
    @DisplayName("R-R03, TC_053_2: so is one of its group, which is asked about where it is not known")
    void remoteStartOfTheGroup() {
        reserve(1, 7, "CARD", "PARENT");
        station.put(LEFT, 1, EvseStatus.RESERVED, Optional.empty());
        station.peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"PARENT\"}}");
        assertThat(start("\"connectorId\":1,", "MATE")).isEqualTo("Accepted");
        assertThat(station.peer.payloads("Authorize")).hasSize(1);
        assertThat(start("\"connectorId\":1,", "MATE")).isEqualTo("Accepted");
        assertThat(station.peer.payloads("Authorize")).as("now it is known").hasSize(1);
        station.peer.on("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\",\"parentIdTag\":\"FOREIGN\"}}");
        assertThat(start("\"connectorId\":1,", "STRANGER")).isEqualTo("Rejected");
    }

    @ParameterizedTest(name = "made by {0}: {1}")
    @DisplayName("R-X06, R-R04: the start that uses a reservation names it to the one who made it")
    @CsvSource({"acme, 7", "other, 0", "operator, 0"})
    void namedAtStart(String owner, int named) {
        SessionId session = SessionId.random();
        station.append(new ChargingFact.ReservationEnded(
                LEFT, "7", owner, ChargingFact.EndCause.USED, Optional.of(session), "card"));
        station.append(new ChargingFact.SessionStarted(
                LEFT,
                session,
                new TokenRef("ref-CARD"),
                Optional.empty(),
                Biller.backend(NAME),
                "standard",
                Energy.ZERO,
                "card",
                Optional.of("7")));
        assertThat(station.peer
                        .payloads("StartTransaction")
                        .get(0)
                        .path("reservationId")
                        .asInt())
                .isEqualTo(named);
    }
}
