package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Biller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The rows of the back ends; everything here blocks on the store. */
final class OcppStore {

    /**
     * What is kept of a back end as such.
     *
     * @param since facts up to this position do not concern it
     * @param accepted which boot was accepted at which address
     * @param operative whether the station as a whole is in service for it
     */
    record BackEndRow(long since, String accepted, boolean operative) {}

    private final DataSource store;

    OcppStore(DataSource store) {
        this.store = store;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    /** The orders for logs, in the same schema. */
    OrderStore<LogOrder> logs() {
        return LogStore.in(store);
    }

    /** The orders for firmware, in the same schema. */
    OrderStore<FirmwareOrder> firmware() {
        return FirmwareStore.in(store);
    }

    /** The charging profiles, in the same schema. */
    ProfileStore profiles() {
        return new ProfileStore(store);
    }

    /** What open sessions are to a back end where their billers do not tell. */
    Map<SessionId, Standing.Row> standing(String backend) {
        return transaction(connection -> {
            Map<SessionId, Standing.Row> rows = new HashMap<>();
            try (PreparedStatement sql = connection.prepareStatement(
                    "SELECT session_id, authoriser, refused FROM OCPP.AUTHORISED WHERE back_end = ?")) {
                sql.setString(1, backend);
                try (ResultSet row = sql.executeQuery()) {
                    while (row.next()) {
                        rows.put(
                                new SessionId(row.getString(1)), new Standing.Row(row.getString(2), row.getBoolean(3)));
                    }
                }
            }
            return rows;
        });
    }

    void standing(String backend, SessionId session, Standing.Row row) {
        transaction(connection -> {
            stand(connection, backend, session, row);
            return true;
        });
    }

    /** Effect: the row as it is now. */
    static void stand(Connection connection, String backend, SessionId session, Standing.Row row) throws SQLException {
        fall(connection, backend, session);
        update(
                connection,
                "INSERT INTO OCPP.AUTHORISED VALUES (?, ?, ?, ?)",
                backend,
                session.value(),
                row.authoriser(),
                row.refused());
    }

    /** Effect: no row any more. */
    static void fall(Connection connection, String backend, SessionId session) throws SQLException {
        update(
                connection,
                "DELETE FROM OCPP.AUTHORISED WHERE back_end = ? AND session_id = ?",
                backend,
                session.value());
    }

    /** What back ends said about tokens, in the same schema. */
    TokenStore tokens(Supplier<Optional<Keys>> keys) {
        return new TokenStore(store, keys);
    }

    /** The row of a back end; made where there is none. */
    BackEndRow backEnd(String name, long since) {
        return transaction(connection -> {
            Optional<BackEndRow> found = find(connection, name);
            if (found.isEmpty()) {
                update(connection, "INSERT INTO OCPP.BACK_END VALUES (?, ?, '', TRUE)", name, since);
            }
            return found.orElse(new BackEndRow(since, "", true));
        });
    }

    private static Optional<BackEndRow> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                "SELECT since_entry, accepted, operative FROM OCPP.BACK_END WHERE name = ?")) {
            sql.setString(1, name);
            try (ResultSet row = sql.executeQuery()) {
                return row.next()
                        ? Optional.of(new BackEndRow(row.getLong(1), row.getString(2), row.getBoolean(3)))
                        : Optional.empty();
            }
        }
    }

    void accepted(String name, String accepted) {
        transaction(connection ->
                update(connection, "UPDATE OCPP.BACK_END SET accepted = ? WHERE name = ?", accepted, name));
    }

    void operative(String name, boolean operative) {
        transaction(connection ->
                update(connection, "UPDATE OCPP.BACK_END SET operative = ? WHERE name = ?", operative, name));
    }

    Map<String, String> settings(String backend) {
        return transaction(connection -> {
            Map<String, String> settings = new HashMap<>();
            try (PreparedStatement sql =
                    connection.prepareStatement("SELECT name, setting FROM OCPP.CONFIGURATION WHERE back_end = ?")) {
                sql.setString(1, backend);
                try (ResultSet rows = sql.executeQuery()) {
                    while (rows.next()) {
                        settings.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return settings;
        });
    }

    void setting(String backend, String name, String value) {
        transaction(connection -> {
            update(connection, "DELETE FROM OCPP.CONFIGURATION WHERE back_end = ? AND name = ?", backend, name);
            return update(connection, "INSERT INTO OCPP.CONFIGURATION VALUES (?, ?, ?)", backend, name, value);
        });
    }

    List<OpenTransaction> openTransactions(String backend) {
        return transaction(connection -> {
            List<OpenTransaction> open = new ArrayList<>();
            try (PreparedStatement sql = connection.prepareStatement(
                    "SELECT o.session_id, o.evse, o.connector, o.transaction_id, o.acknowledged, o.biller,"
                            + " o.start_entry, o.started_ms, o.start_register_mwh, o.sampled_ms, o.clock_ms,"
                            // Of one from before numbers were kept nothing but its start is known to be told.
                            + " COALESCE(e.told, 1) FROM OCPP.OPEN_TRANSACTION o LEFT JOIN OCPP.EVENTS_TOLD e"
                            + " ON e.back_end = o.back_end AND e.session_id = o.session_id WHERE o.back_end = ?")) {
                sql.setString(1, backend);
                try (ResultSet row = sql.executeQuery()) {
                    while (row.next()) {
                        open.add(new OpenTransaction(
                                new SessionId(row.getString(1)),
                                new EvseId(row.getString(2)),
                                row.getInt(3),
                                row.getLong(4),
                                row.getBoolean(5),
                                Biller.of(row.getString(6)),
                                row.getLong(7),
                                Instant.ofEpochMilli(row.getLong(8)),
                                Energy.milliwattHours(row.getLong(9)),
                                Instant.ofEpochMilli(row.getLong(10)),
                                Instant.ofEpochMilli(row.getLong(11)),
                                row.getInt(12)));
                    }
                }
            }
            return open;
        });
    }

    /** Effect: the row as it is now. */
    static void keep(Connection connection, String backend, OpenTransaction open) throws SQLException {
        remove(connection, backend, open);
        update(
                connection,
                "INSERT INTO OCPP.OPEN_TRANSACTION VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                backend,
                open.session().value(),
                open.evse().value(),
                open.connector(),
                open.id(),
                open.acknowledged(),
                open.biller().toString(),
                open.startEntry(),
                open.started().toEpochMilli(),
                open.startRegister().milliwattHours(),
                open.sampled().toEpochMilli(),
                open.clock().toEpochMilli());
        update(
                connection,
                "INSERT INTO OCPP.EVENTS_TOLD VALUES (?, ?, ?)",
                backend,
                open.session().value(),
                open.told());
    }

    /** Effect: no row any more. */
    static void remove(Connection connection, String backend, OpenTransaction open) throws SQLException {
        update(
                connection,
                "DELETE FROM OCPP.EVENTS_TOLD WHERE back_end = ? AND session_id = ?",
                backend,
                open.session().value());
        update(
                connection,
                "DELETE FROM OCPP.OPEN_TRANSACTION WHERE back_end = ? AND session_id = ?",
                backend,
                open.session().value());
    }

    long undeliveredCount(String backend) {
        return transaction(connection -> UndeliveredTable.count(connection, backend));
    }

    /** The newest of them, newest first. */
    List<Undelivered> undelivered(String backend, int limit) {
        return transaction(connection -> UndeliveredTable.newest(connection, backend, limit));
    }

    /** Those that happened after an entry, in the order in which they happened. */
    List<Undelivered> undelivered(String backend, long after, int limit) {
        return transaction(connection -> UndeliveredTable.after(connection, backend, after, limit));
    }

    Optional<Undelivered> undelivered(String backend, long entry) {
        return transaction(connection -> UndeliveredTable.find(connection, backend, entry));
    }

    private static int update(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            return sql.executeUpdate();
        }
    }
}
