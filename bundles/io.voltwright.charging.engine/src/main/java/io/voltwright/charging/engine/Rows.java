package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.journal.api.Effects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Charging's rows: read once at the start, written in the transactions of the journal. */
final class Rows {

    private Rows() {}

    static Stored read(DataSource store) throws SQLException {
        try (Connection connection = store.getConnection()) {
            return new Stored(
                    evses(connection),
                    SessionRows.read(connection),
                    limits(connection),
                    ReservationRows.read(connection),
                    WishRows.read(connection),
                    words(connection),
                    evseWords(connection));
        }
    }

    /** Writes all that is kept of one EVSE; writing a later image makes the writing of an earlier one needless. */
    static Effects write(RowImage image) {
        return new Image(image);
    }

    /** All that is kept of one EVSE. */
    record Image(RowImage image) implements Effects {

        @Override
        public void apply(Connection connection) throws SQLException {
            writeEvse(connection, image.evse());
            String keep = image.session().map(row -> row.id().value()).orElse("");
            run(
                    connection,
                    "DELETE FROM CHARGING.OPEN_SESSION WHERE EVSE = ? AND ID <> ?",
                    image.evse().evse().value(),
                    keep);
            if (image.session().isPresent()) {
                SessionRows.write(connection, image.session().orElseThrow());
            }
        }
    }

    static Effects write(PowerLimit limit) {
        return connection -> {
            String until = limit.until().map(Instant::toString).orElse(null);
            int ma = limit.current().milliamperes();
            int changed = run(
                    connection,
                    "UPDATE CHARGING.POWER_LIMIT SET CURRENT_MA = ?, UNTIL_UTC = ? WHERE PLACE = ? AND OWNER = ?",
                    ma,
                    until,
                    limit.place(),
                    limit.owner());
            if (changed == 0) {
                run(
                        connection,
                        "INSERT INTO CHARGING.POWER_LIMIT (CURRENT_MA, UNTIL_UTC, PLACE, OWNER) VALUES (?, ?, ?, ?)",
                        ma,
                        until,
                        limit.place(),
                        limit.owner());
            }
        };
    }

    static Effects remove(PowerLimit limit) {
        return connection -> run(
                connection,
                "DELETE FROM CHARGING.POWER_LIMIT WHERE PLACE = ? AND OWNER = ?",
                limit.place(),
                limit.owner());
    }

    /** Remembers a word about the station. */
    static Effects word(String name, String word) {
        return connection -> {
            if (run(connection, "UPDATE CHARGING.STATION SET WORD = ? WHERE NAME = ?", word, name) == 0) {
                run(connection, "INSERT INTO CHARGING.STATION (WORD, NAME) VALUES (?, ?)", word, name);
            }
        };
    }

    static Effects noWord(String name) {
        return connection -> run(connection, "DELETE FROM CHARGING.STATION WHERE NAME = ?", name);
    }

    /** Remembers a word about an EVSE, or forgets it. */
    static Effects word(EvseId evse, String name, Optional<String> word) {
        return connection -> {
            run(connection, "DELETE FROM CHARGING.EVSE_WORD WHERE EVSE = ? AND NAME = ?", evse.value(), name);
            if (word.isPresent()) {
                run(
                        connection,
                        "INSERT INTO CHARGING.EVSE_WORD (EVSE, NAME, WORD) VALUES (?, ?, ?)",
                        evse.value(),
                        name,
                        word.orElseThrow());
            }
        };
    }

    private static Map<EvseId, Map<String, String>> evseWords(Connection connection) throws SQLException {
        Map<EvseId, Map<String, String>> found = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement("SELECT EVSE, NAME, WORD FROM CHARGING.EVSE_WORD");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                found.computeIfAbsent(new EvseId(rows.getString(1)), evse -> new HashMap<>())
                        .put(rows.getString(2), rows.getString(3));
            }
        }
        return found;
    }

    private static void writeEvse(Connection connection, EvseRow row) throws SQLException {
        int operative = row.operative() ? 1 : 0;
        int exposed = row.exposed().milliamperes();
        String finished = row.finished().map(SessionId::value).orElse(null);
        String evse = row.evse().value();
        if (run(
                        connection,
                        "UPDATE CHARGING.EVSE SET OPERATIVE = ?, FINISHED = ?, EXPOSED_MA = ? WHERE EVSE = ?",
                        operative,
                        finished,
                        exposed,
                        evse)
                == 0) {
            run(
                    connection,
                    "INSERT INTO CHARGING.EVSE (OPERATIVE, FINISHED, EXPOSED_MA, EVSE) VALUES (?, ?, ?, ?)",
                    operative,
                    finished,
                    exposed,
                    evse);
        }
    }

    private static Map<EvseId, EvseRow> evses(Connection connection) throws SQLException {
        Map<EvseId, EvseRow> found = new HashMap<>();
        try (PreparedStatement sql =
                        connection.prepareStatement("SELECT EVSE, OPERATIVE, FINISHED, EXPOSED_MA FROM CHARGING.EVSE");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                EvseId evse = new EvseId(rows.getString(1));
                found.put(
                        evse,
                        new EvseRow(
                                evse,
                                rows.getInt(2) == 1,
                                Optional.ofNullable(rows.getString(3)).map(SessionId::new),
                                Current.milliamperes(rows.getInt(4))));
            }
        }
        return found;
    }

    private static List<PowerLimit> limits(Connection connection) throws SQLException {
        List<PowerLimit> found = new ArrayList<>();
        try (PreparedStatement sql = connection.prepareStatement(
                        "SELECT PLACE, OWNER, CURRENT_MA, UNTIL_UTC FROM CHARGING.POWER_LIMIT");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                String place = rows.getString(1);
                found.add(new PowerLimit(
                        "*".equals(place) ? Optional.empty() : Optional.of(new EvseId(place)),
                        rows.getString(2),
                        Current.milliamperes(rows.getInt(3)),
                        Optional.ofNullable(rows.getString(4)).map(Instant::parse)));
            }
        }
        return found;
    }

    private static Map<String, String> words(Connection connection) throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement("SELECT NAME, WORD FROM CHARGING.STATION");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    static int run(Connection connection, String text, @Nullable Object... values) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                if (value == null) {
                    sql.setNull(i + 1, Types.VARCHAR);
                } else {
                    sql.setObject(i + 1, value);
                }
            }
            return sql.executeUpdate();
        }
    }
}
