package io.voltwright.protocol.ocpp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of messages that were given up. */
final class UndeliveredTable {

    private static final String ROWS =
            "SELECT u.entry, u.action, u.session_id, u.evse, u.happened_ms, u.given_up_ms, u.attempts, u.reason,"
                    + " r.connector, r.transaction_id, r.start_entry, r.periodic, r.on_clock,"
                    + " COALESCE(n.sequence_number, 0) FROM OCPP.UNDELIVERED u"
                    + " LEFT JOIN OCPP.RESENDABLE r ON r.back_end = u.back_end AND r.entry = u.entry"
                    + " LEFT JOIN OCPP.GIVEN_UP_NUMBER n ON n.back_end = u.back_end AND n.entry = u.entry"
                    + " WHERE u.back_end = ?";

    private UndeliveredTable() {}

    /** Effect: one more message was given up, or one more time. */
    static void keep(Connection connection, Undelivered message) throws SQLException {
        remove(connection, message.backend(), message.entry());
        update(
                connection,
                "INSERT INTO OCPP.UNDELIVERED VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                message.backend(),
                message.entry(),
                message.action(),
                message.session(),
                message.evse(),
                message.happened().toEpochMilli(),
                message.givenUp().toEpochMilli(),
                message.attempts(),
                message.reason().substring(0, Math.min(500, message.reason().length())));
        Optional<Undelivered.Context> context = message.context();
        if (context.isPresent()) {
            update(
                    connection,
                    "INSERT INTO OCPP.RESENDABLE VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    message.backend(),
                    message.entry(),
                    message.session(),
                    context.get().connector(),
                    context.get().transaction(),
                    context.get().startEntry(),
                    context.get().periodic(),
                    context.get().clock());
            update(
                    connection,
                    "INSERT INTO OCPP.GIVEN_UP_NUMBER VALUES (?, ?, ?)",
                    message.backend(),
                    message.entry(),
                    context.get().sequence());
        }
    }

    /** Effect: the message was taken at last. */
    static void remove(Connection connection, String backend, long entry) throws SQLException {
        update(connection, "DELETE FROM OCPP.GIVEN_UP_NUMBER WHERE back_end = ? AND entry = ?", backend, entry);
        update(connection, "DELETE FROM OCPP.RESENDABLE WHERE back_end = ? AND entry = ?", backend, entry);
        update(connection, "DELETE FROM OCPP.UNDELIVERED WHERE back_end = ? AND entry = ?", backend, entry);
    }

    /** Effect: the start of this session was taken at last, so that the rest of it has an id. */
    static void named(Connection connection, String backend, String session, long transaction) throws SQLException {
        update(
                connection,
                "UPDATE OCPP.RESENDABLE SET transaction_id = ? WHERE back_end = ? AND session_id = ?",
                transaction,
                backend,
                session);
    }

    static long count(Connection connection, String backend) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT COUNT(*) FROM OCPP.UNDELIVERED WHERE back_end = ?")) {
            sql.setString(1, backend);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? row.getLong(1) : 0L;
            }
        }
    }

    /** The newest of them, newest first. */
    static List<Undelivered> newest(Connection connection, String backend, int limit) throws SQLException {
        return list(connection, ROWS + " ORDER BY u.entry DESC", limit, backend);
    }

    /** Those that happened after an entry, in the order in which they happened. */
    static List<Undelivered> after(Connection connection, String backend, long entry, int limit) throws SQLException {
        return list(connection, ROWS + " AND u.entry > ? ORDER BY u.entry", limit, backend, entry);
    }

    static Optional<Undelivered> find(Connection connection, String backend, long entry) throws SQLException {
        return list(connection, ROWS + " AND u.entry = ?", 1, backend, entry).stream()
                .findFirst();
    }

    private static List<Undelivered> list(Connection connection, String text, int limit, Object... values)
            throws SQLException {
        List<Undelivered> list = new ArrayList<>();
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            sql.setMaxRows(limit);
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            try (ResultSet row = sql.executeQuery()) {
                while (row.next()) {
                    list.add(message(String.valueOf(values[0]), row));
                }
            }
        }
        return list;
    }

    private static Undelivered message(String backend, ResultSet row) throws SQLException {
        int connector = row.getInt(9);
        Optional<Undelivered.Context> context = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Undelivered.Context(
                        connector,
                        row.getLong(10),
                        row.getLong(11),
                        row.getBoolean(12),
                        row.getBoolean(13),
                        row.getInt(14)));
        return new Undelivered(
                backend,
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getInt(7),
                row.getString(8),
                context);
    }

    private static void update(Connection connection, String text, Object... values) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(text)) {
            for (int i = 0; i < values.length; i++) {
                sql.setObject(i + 1, values[i]);
            }
            sql.executeUpdate();
        }
    }
}
