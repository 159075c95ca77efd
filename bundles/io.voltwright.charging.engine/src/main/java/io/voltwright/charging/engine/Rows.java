package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Effects;
import io.voltwright.users.api.Biller;
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

    private static final String BOOT = "os.boot";
    private static final String SESSION_COLUMNS = "EVSE, OPENED, PLUGGED, TOKEN, TOKEN_GROUP, BILLER, TARIFF, MOST_MWH,"
            + " GRANTED_BY, AUTHORISED, STARTED, START_MWH, LAST_MWH, LAST_READ, OFFER_MA, CHARGING_STATE, END_REASON,"
            + " END_BY, END_TOKEN, END_SINCE, FACTS, ID";

    private Rows() {}

    static Stored read(DataSource store) throws SQLException {
        try (Connection connection = store.getConnection()) {
            return new Stored(evses(connection), sessions(connection), limits(connection), boot(connection));
        }
    }

    /** Writes all that is kept of one EVSE. */
    static Effects write(RowImage image) {
        return connection -> {
            writeEvse(connection, image.evse());
            String keep = image.session().map(row -> row.id().value()).orElse("");
            run(
                    connection,
                    "DELETE FROM CHARGING.OPEN_SESSION WHERE EVSE = ? AND ID <> ?",
                    image.evse().evse().value(),
                    keep);
            if (image.session().isPresent()) {
                writeSession(connection, image.session().orElseThrow());
            }
        };
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

    /** Remembers the boot of the operating system, to tell a crash from a power cut. */
    static Effects boot(String id) {
        return connection -> {
            if (run(connection, "UPDATE CHARGING.STATION SET WORD = ? WHERE NAME = ?", id, BOOT) == 0) {
                run(connection, "INSERT INTO CHARGING.STATION (WORD, NAME) VALUES (?, ?)", id, BOOT);
            }
        };
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

    private static void writeSession(Connection connection, SessionRow row) throws SQLException {
        @Nullable Object[] values = values(row);
        String set = SESSION_COLUMNS.replace(", ID", "").replace(", ", " = ?, ") + " = ?";
        if (run(connection, "UPDATE CHARGING.OPEN_SESSION SET " + set + " WHERE ID = ?", values) == 0) {
            String marks = "?" + ", ?".repeat(values.length - 1);
            run(
                    connection,
                    "INSERT INTO CHARGING.OPEN_SESSION (" + SESSION_COLUMNS + ") VALUES (" + marks + ")",
                    values);
        }
    }

    private static @Nullable Object[] values(SessionRow row) {
        Optional<Grant> grant = row.grant();
        Optional<Ending> ending = row.ending();
        return new @Nullable Object[] {
            row.evse().value(),
            MomentText.of(row.opened()),
            row.plugged() ? 1 : 0,
            grant.map(g -> g.token().value()).orElse(null),
            grant.flatMap(Grant::group).map(TokenRef::value).orElse(null),
            grant.map(g -> g.biller().toString()).orElse(null),
            grant.map(Grant::tariff).orElse(null),
            grant.flatMap(Grant::mostEnergy).map(Energy::milliwattHours).orElse(null),
            grant.map(Grant::by).orElse(null),
            row.authorised().map(MomentText::of).orElse(null),
            row.started().map(MomentText::of).orElse(null),
            row.startRegister().map(Energy::milliwattHours).orElse(null),
            row.last().map(last -> last.energy().milliwattHours()).orElse(null),
            row.last().map(last -> MomentText.of(last.requested())).orElse(null),
            row.offer().milliamperes(),
            row.state().name(),
            ending.map(end -> end.reason().name()).orElse(null),
            ending.map(Ending::by).orElse(null),
            ending.flatMap(Ending::token).map(TokenRef::value).orElse(null),
            ending.map(end -> MomentText.of(end.since())).orElse(null),
            row.facts(),
            row.id().value()
        };
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

    private static Map<EvseId, SessionRow> sessions(Connection connection) throws SQLException {
        Map<EvseId, SessionRow> found = new HashMap<>();
        try (PreparedStatement sql =
                        connection.prepareStatement("SELECT " + SESSION_COLUMNS + " FROM CHARGING.OPEN_SESSION");
                ResultSet rows = sql.executeQuery()) {
            while (rows.next()) {
                SessionRow row = session(rows);
                found.put(row.evse(), row);
            }
        }
        return found;
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        Optional<Counted> last = Optional.empty();
        if (row.getString("LAST_READ") != null) {
            last = Optional.of(new Counted(
                    Energy.milliwattHours(row.getLong("LAST_MWH")), MomentText.parse(row.getString("LAST_READ"))));
        }
        return new SessionRow(
                new SessionId(row.getString("ID")),
                new EvseId(row.getString("EVSE")),
                MomentText.parse(row.getString("OPENED")),
                row.getInt("PLUGGED") == 1,
                grant(row),
                moment(row, "AUTHORISED"),
                moment(row, "STARTED"),
                energy(row, "START_MWH"),
                last,
                Current.milliamperes(row.getInt("OFFER_MA")),
                ChargingState.valueOf(row.getString("CHARGING_STATE")),
                ending(row),
                row.getLong("FACTS"));
    }

    private static Optional<Grant> grant(ResultSet row) throws SQLException {
        if (row.getString("TOKEN") == null) {
            return Optional.empty();
        }
        return Optional.of(new Grant(
                new TokenRef(row.getString("TOKEN")),
                Optional.ofNullable(row.getString("TOKEN_GROUP")).map(TokenRef::new),
                Biller.of(row.getString("BILLER")),
                row.getString("TARIFF"),
                energy(row, "MOST_MWH"),
                row.getString("GRANTED_BY")));
    }

    private static Optional<Ending> ending(ResultSet row) throws SQLException {
        if (row.getString("END_REASON") == null) {
            return Optional.empty();
        }
        return Optional.of(new Ending(
                StopReason.valueOf(row.getString("END_REASON")),
                row.getString("END_BY"),
                Optional.ofNullable(row.getString("END_TOKEN")).map(TokenRef::new),
                MomentText.parse(row.getString("END_SINCE"))));
    }

    private static Optional<Moment> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(MomentText::parse);
    }

    private static Optional<Energy> energy(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Energy.milliwattHours(value));
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

    private static Optional<String> boot(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT WORD FROM CHARGING.STATION WHERE NAME = ?")) {
            sql.setString(1, BOOT);
            try (ResultSet rows = sql.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static int run(Connection connection, String text, @Nullable Object... values) throws SQLException {
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
