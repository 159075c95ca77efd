package io.voltwright.charging.engine;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Wish;
import io.voltwright.journal.api.Effects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The wishes of open sessions, as the store keeps them. */
final class WishRows {

    private WishRows() {}

    static Map<SessionId, Wish> read(Connection connection) throws SQLException {
        Map<SessionId, Wish> found = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement(
                        "SELECT SESSION_ID, DEPARTURE_UTC, ENERGY_MWH, PRIORITY, MODE FROM CHARGING.WISH");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                found.put(new SessionId(rows.getString(1)), wish(rows));
            }
        }
        return found;
    }

    private static Wish wish(ResultSet row) throws SQLException {
        long energy = row.getLong(3);
        Optional<Energy> wanted = row.wasNull() ? Optional.empty() : Optional.of(Energy.milliwattHours(energy));
        int priority = row.getInt(4);
        Optional<Integer> known = row.wasNull() ? Optional.empty() : Optional.of(priority);
        return new Wish(
                Optional.ofNullable(row.getString(2)).map(Instant::parse),
                wanted,
                known,
                Optional.ofNullable(row.getString(5)).map(ChargingMode::valueOf));
    }

    /** In place of what was there; those of sessions that are over go with it. */
    static Effects write(SessionId session, Wish wish) {
        return connection -> {
            Rows.run(
                    connection,
                    "DELETE FROM CHARGING.WISH WHERE SESSION_ID = ? OR SESSION_ID NOT IN"
                            + " (SELECT ID FROM CHARGING.OPEN_SESSION)",
                    session.value());
            Rows.run(
                    connection,
                    "INSERT INTO CHARGING.WISH (SESSION_ID, DEPARTURE_UTC, ENERGY_MWH, PRIORITY, MODE)"
                            + " VALUES (?, ?, ?, ?, ?)",
                    session.value(),
                    wish.departure().map(Instant::toString).orElse(null),
                    wish.energy().map(Energy::milliwattHours).orElse(null),
                    wish.priority().orElse(null),
                    wish.mode().map(ChargingMode::name).orElse(null));
        };
    }
}
