package io.voltwright.journal.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** How far each reader has come, also of readers that are away. */
final class ReaderTable {

    private final DataSource store;

    ReaderTable(DataSource store) {
        this.store = store;
    }

    /**
     * A reader's place.
     *
     * @param position of the last entry it has settled
     * @param expired it holds back nothing any more
     */
    record Place(String name, long position, boolean expired) {}

    /** The reader's place; a new reader begins before the oldest entry that is kept. */
    Place open(String name) throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            Optional<Place> known = find(connection, name);
            if (known.isEmpty()) {
                update(connection, "INSERT INTO JOURNAL.READER VALUES (?, 0, 0)", name);
            }
            connection.commit();
            return known.orElse(new Place(name, 0, false));
        }
    }

    List<Place> all() throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement sql = connection.prepareStatement(
                        "SELECT NAME, POSITION, EXPIRED FROM JOURNAL.READER ORDER BY NAME");
                ResultSet rows = sql.executeQuery()) {
            List<Place> places = new ArrayList<>();
            while (rows.next()) {
                places.add(place(rows));
            }
            return places;
        }
    }

    /** Whether there was such a reader. */
    boolean expire(String name) throws SQLException {
        try (Connection connection = store.getConnection()) {
            return update(connection, "UPDATE JOURNAL.READER SET EXPIRED = 1 WHERE NAME = ?", name) == 1;
        }
    }

    /** Lets an expired reader go on after the entries that were dropped meanwhile. */
    Place revive(Place place) throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            long position =
                    Math.max(place.position(), Tables.horizon(connection).position());
            advance(connection, place.name(), place.position(), position);
            update(connection, "UPDATE JOURNAL.READER SET EXPIRED = 0 WHERE NAME = ?", place.name());
            connection.commit();
            return new Place(place.name(), position, false);
        }
    }

    /**
     * Moves a reader on.
     *
     * @throws SQLException if it is not where it is thought to be: somebody else answered for it
     */
    static void advance(Connection connection, String name, long from, long to) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.READER SET POSITION = ? WHERE NAME = ? AND POSITION = ?")) {
            sql.setLong(1, to);
            sql.setString(2, name);
            sql.setLong(3, from);
            if (sql.executeUpdate() != 1) {
                throw new SQLException("reader " + name + " is not at position " + from + " any more");
            }
        }
    }

    private static Optional<Place> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT NAME, POSITION, EXPIRED FROM JOURNAL.READER WHERE NAME = ?")) {
            sql.setString(1, name);
            try (ResultSet row = sql.executeQuery()) {
                return row.next() ? Optional.of(place(row)) : Optional.empty();
            }
        }
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString(1), row.getLong(2), row.getInt(3) != 0);
    }

    private static int update(Connection connection, String command, String name) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(command)) {
            sql.setString(1, name);
            return sql.executeUpdate();
        }
    }
}
