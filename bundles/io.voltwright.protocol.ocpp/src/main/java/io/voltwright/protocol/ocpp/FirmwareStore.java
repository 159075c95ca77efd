package io.voltwright.protocol.ocpp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The one order for firmware of each back end; blocks on the store. */
final class FirmwareStore {

    private final DataSource store;

    FirmwareStore(DataSource store) {
        this.store = store;
    }

    Optional<FirmwareOrder> find(String backend) {
        try (Connection connection = store.getConnection();
                PreparedStatement sql = connection.prepareStatement(
                        "SELECT request_id, location, retries, retry_interval_s, retrieve_ms, install_ms, certificate,"
                                + " signature, status, version FROM OCPP.FIRMWARE_ORDER WHERE back_end = ?")) {
            sql.setString(1, backend);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? Optional.of(order(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    private static FirmwareOrder order(ResultSet row) throws SQLException {
        return new FirmwareOrder(
                Optional.ofNullable(row.getObject(1, Integer.class)),
                row.getString(2),
                row.getInt(3),
                Duration.ofSeconds(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Optional.ofNullable(row.getObject(6, Long.class)).map(Instant::ofEpochMilli),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10));
    }

    /** Keeps an order in place of the one before. */
    void keep(String backend, FirmwareOrder order) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                delete(connection, backend);
                insert(connection, backend, order);
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
        try (PreparedStatement sql =
                connection.prepareStatement("DELETE FROM OCPP.FIRMWARE_ORDER WHERE back_end = ?")) {
            sql.setString(1, backend);
            sql.executeUpdate();
        }
    }

    private static void insert(Connection connection, String backend, FirmwareOrder order) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                "INSERT INTO OCPP.FIRMWARE_ORDER VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            sql.setString(1, backend);
            sql.setObject(2, order.request().orElse(null), Types.INTEGER);
            sql.setString(3, order.location());
            sql.setInt(4, order.retries());
            sql.setLong(5, order.interval().toSeconds());
            sql.setLong(6, order.retrieve().toEpochMilli());
            sql.setObject(7, order.install().map(Instant::toEpochMilli).orElse(null), Types.BIGINT);
            sql.setString(8, order.certificate());
            sql.setString(9, order.signature());
            sql.setString(10, order.status());
            sql.setString(11, order.version());
            sql.executeUpdate();
        }
    }
}
