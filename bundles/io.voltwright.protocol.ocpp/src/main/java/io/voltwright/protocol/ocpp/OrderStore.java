package io.voltwright.protocol.ocpp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one order of a kind that each back end has given; blocks on the store. */
final class OrderStore<T> {

    @FunctionalInterface
    interface Reader<T> {
        /** The order in a row of the table's columns. */
        T order(ResultSet row) throws SQLException;
    }

    private final DataSource store;
    private final String find;
    private final String delete;
    private final String insert;
    private final Reader<T> reader;
    private final Function<T, List<@Nullable Object>> values;

    /**
     * @param columns all of the table but its key {@code back_end}
     * @param values of the columns
     */
    OrderStore(
            DataSource store,
            String table,
            List<String> columns,
            Reader<T> reader,
            Function<T, List<@Nullable Object>> values) {
        String names = String.join(", ", columns);
        this.store = store;
        this.find = "SELECT " + names + " FROM OCPP." + table + " WHERE back_end = ?";
        this.delete = "DELETE FROM OCPP." + table + " WHERE back_end = ?";
        this.insert = "INSERT INTO OCPP." + table + " (back_end, " + names + ") VALUES (?, "
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        this.reader = reader;
        this.values = values;
    }

    Optional<T> find(String backend) {
        try (Connection connection = store.getConnection();
                PreparedStatement sql = connection.prepareStatement(find)) {
            sql.setString(1, backend);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? Optional.of(reader.order(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store failed: " + e.getMessage(), e);
        }
    }

    /** Keeps an order in place of the one before; an empty one for none. */
    void keep(String backend, Optional<T> order) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            try {
                try (PreparedStatement sql = connection.prepareStatement(delete)) {
                    sql.setString(1, backend);
                    sql.executeUpdate();
                }
                if (order.isPresent()) {
                    insert(connection, backend, values.apply(order.get()));
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

    private void insert(Connection connection, String backend, List<@Nullable Object> row) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(insert)) {
            sql.setString(1, backend);
            for (int i = 0; i < row.size(); i++) {
                sql.setObject(i + 2, row.get(i));
            }
            sql.executeUpdate();
        }
    }
}
