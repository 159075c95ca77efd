package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Reservation;
import io.voltwright.journal.api.Effects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The row of each reservation. */
final class ReservationRows {

    private ReservationRows() {}

    static List<Reservation> read(Connection connection) throws SQLException {
        List<Reservation> found = new ArrayList<>();
        try (PreparedStatement sql = connection.prepareStatement("SELECT ID, OWNER, EVSE, TOKEN, TOKEN_GROUP, UNTIL_UTC"
                        + " FROM CHARGING.RESERVATION ORDER BY MADE_UTC");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                found.add(new Reservation(
                        rows.getString(1),
                        rows.getString(2),
                        Optional.ofNullable(rows.getString(3)).map(EvseId::new),
                        new TokenRef(rows.getString(4)),
                        Optional.ofNullable(rows.getString(5)).map(TokenRef::new),
                        Instant.parse(rows.getString(6))));
            }
        }
        return found;
    }

    static Effects write(Reservation reservation, Instant made) {
        return remove(reservation)
                .then(connection -> Rows.run(
                        connection,
                        "INSERT INTO CHARGING.RESERVATION (ID, OWNER, EVSE, TOKEN, TOKEN_GROUP, UNTIL_UTC, MADE_UTC)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        reservation.id(),
                        reservation.owner(),
                        reservation.evse().map(EvseId::value).orElse(null),
                        reservation.token().value(),
                        reservation.group().map(TokenRef::value).orElse(null),
                        reservation.until().toString(),
                        made.toString()));
    }

    static Effects remove(Reservation reservation) {
        return connection -> Rows.run(
                connection,
                "DELETE FROM CHARGING.RESERVATION WHERE OWNER = ? AND ID = ?",
                reservation.owner(),
                reservation.id());
    }
}
