package io.voltwright.protocol.ocpp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The one log that each back end has asked for and that is not sent yet; blocks on the store. */
final class LogStore {

    private final DataSource store;

    LogStore(DataSource store) {
        this.store = store;
    }

    Optional<LogOrder> find(String backend) {
        try (Connection connection = store.getConnection();
                PreparedStatement sql = connection.prepareStatement(
                        "SELECT request_id, location, file_name, retries, retry_interval_s FROM OCPP.LOG_ORDER"
                                + " WHERE back_end = ?")) {
            sql.setString(1, backend);
            try (ResultSet row = sql.executeQuery()) {
                return row.next()
                        ? Optional.of(new LogOrder(
                                Optional.ofNullable(row.getObject(1, Integer.class)),
                                row.getString(2),
                                row.getString(3),
                                row.getInt(4),
                                Duration.ofSeconds(row.getLong(5))))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    /** Keeps an order in place of the one before; an empty one for none. */
    void keep(String backend, Optional<LogOrder> order) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                delete(connection, backend);
                if (order.isPresent()) {
                    insert(connection, backend, order.get());
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    private static void delete(Connection connection, String backend) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("DELETE FROM OCPP.LOG_ORDER WHERE back_end = ?")) {
            sql.setString(1, backend);
            sql.executeUpdate();
        }
    }

    private static void insert(Connection connection, String backend, LogOrder order) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("INSERT INTO OCPP.LOG_ORDER VALUES (?, ?, ?, ?, ?, ?)")) {
            sql.setString(1, backend);
            sql.setObject(2, order.request().orElse(null), Types.INTEGER);
            sql.setString(3, order.location());
            sql.setString(4, order.file());
            sql.setInt(5, order.retries());
            sql.setLong(6, order.interval().toSeconds());
            sql.executeUpdate();
        }
    }
}
