package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The row of each open session. */
final class SessionRows {

    private static final String COLUMNS = "EVSE, OPENED, PLUGGED, TOKEN, TOKEN_GROUP, BILLER, TARIFF, MOST_MWH,"
            + " GRANTED_BY, AUTHORISED, STARTED, START_MWH, LAST_MWH, LAST_READ, OFFER_MA, CHARGING_STATE, END_REASON,"
            + " END_BY, END_TOKEN, END_SINCE, FACTS, ID";

    private SessionRows() {}

    static void write(Connection connection, SessionRow row) throws SQLException {
        @Nullable Object[] values = values(row);
        String set = COLUMNS.replace(", ID", "").replace(", ", " = ?, ") + " = ?";
        if (Rows.run(connection, "UPDATE CHARGING.OPEN_SESSION SET " + set + " WHERE ID = ?", values) == 0) {
            String marks = "?" + ", ?".repeat(values.length - 1);
            Rows.run(connection, "INSERT INTO CHARGING.OPEN_SESSION (" + COLUMNS + ") VALUES (" + marks + ")", values);
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

    static Map<EvseId, SessionRow> read(Connection connection) throws SQLException {
        Map<EvseId, SessionRow> found = new HashMap<>();
        try (PreparedStatement sql = connection.prepareStatement("SELECT " + COLUMNS + " FROM CHARGING.OPEN_SESSION");
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
}
