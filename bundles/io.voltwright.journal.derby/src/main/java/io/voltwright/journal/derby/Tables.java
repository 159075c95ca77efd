package io.voltwright.journal.derby;

import io.voltwright.journal.api.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the rows of the chain. */
final class Tables {

    private static final Logger log = LoggerFactory.getLogger(Tables.class);

    private Tables() {}

    /** A row as it is, whether it is right or not. */
    record Row(Link link, String key, String body) {

        long position() {
            return link.position();
        }

        Entry entry() {
            return Envelope.parse(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * What start-up finds.
     *
     * @param rowsRead how many rows that took
     */
    record Start(String origin, Link snapshot, Link end, int rowsRead) {}

    /** Reads the snapshot and the entries behind it; makes the single rows where there are none. */
    static Start start(Connection connection) throws SQLException {
        makeSingleRows(connection);
        String origin;
        Link snapshot;
        try (PreparedStatement sql = connection.prepareStatement(
                        "SELECT ORIGIN, POSITION, HASH FROM JOURNAL.SNAPSHOT WHERE ID = 1");
                ResultSet row = sql.executeQuery()) {
            row.next();
            origin = row.getString(1);
            snapshot = new Link(row.getLong(2), row.getBytes(3));
        }
        Link end = snapshot;
        int rowsRead = 1;
        for (Row row : rows(connection, snapshot.position(), Long.MAX_VALUE, Integer.MAX_VALUE)) {
            rowsRead++;
            Link expected = end.next(row.body());
            if (row.position() != expected.position()
                    || !expected.hasHash(row.link().hash())) {
                log.error("the journal does not continue at position {}: run journal:verify", row.position());
            }
            end = row.link();
        }
        return new Start(origin, snapshot, end, rowsRead);
    }

    private static void makeSingleRows(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT ID FROM JOURNAL.SNAPSHOT");
                ResultSet row = sql.executeQuery()) {
            if (row.next()) {
                return;
            }
        }
        try (PreparedStatement snapshot =
                        connection.prepareStatement("INSERT INTO JOURNAL.SNAPSHOT VALUES (1, ?, 0, ?, 0)");
                PreparedStatement horizon =
                        connection.prepareStatement("INSERT INTO JOURNAL.HORIZON VALUES (1, 1, ?)")) {
            snapshot.setString(1, java.util.UUID.randomUUID().toString());
            snapshot.setBytes(2, Link.ORIGIN.hash());
            snapshot.executeUpdate();
            horizon.setBytes(1, Link.ORIGIN.hash());
            horizon.executeUpdate();
        }
    }

    static void takeSnapshot(Connection connection, Link end) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.SNAPSHOT SET POSITION = ?, HASH = ? WHERE ID = 1")) {
            sql.setLong(1, end.position());
            sql.setBytes(2, end.hash());
            sql.executeUpdate();
        }
    }

    /** Writes something, to learn whether the store takes it. */
    static void probe(Connection connection) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.SNAPSHOT SET PROBES = PROBES + 1 WHERE ID = 1")) {
            sql.executeUpdate();
        }
    }

    /** The rows after a position, up to another, oldest first. */
    static List<Row> rows(Connection connection, long after, long upTo, int limit) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("SELECT POSITION, FACT_KEY, BODY, HASH FROM JOURNAL.ENTRY"
                        + " WHERE POSITION > ? AND POSITION <= ? ORDER BY POSITION")) {
            sql.setLong(1, after);
            sql.setLong(2, upTo);
            sql.setMaxRows(limit == Integer.MAX_VALUE ? 0 : limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = sql.executeQuery()) {
                while (result.next()) {
                    rows.add(new Row(
                            new Link(result.getLong(1), result.getBytes(4)),
                            result.getString(2),
                            new String(result.getBytes(3), StandardCharsets.UTF_8)));
                }
            }
            return rows;
        }
    }

    /** The facts after a position, up to another, oldest first; the chain is not looked at. */
    static List<Entry> entries(Connection connection, long after, long upTo, int limit) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                "SELECT BODY FROM JOURNAL.ENTRY WHERE POSITION > ? AND POSITION <= ? ORDER BY POSITION")) {
            sql.setLong(1, after);
            sql.setLong(2, upTo);
            sql.setMaxRows(limit);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet result = sql.executeQuery()) {
                while (result.next()) {
                    entries.add(Envelope.parse(result.getBytes(1)));
                }
            }
            return Collections.unmodifiableList(entries);
        }
    }

    /** The link just before the oldest entry that is kept. */
    static Link horizon(Connection connection) throws SQLException {
        try (PreparedStatement sql =
                        connection.prepareStatement("SELECT POSITION, PREVIOUS FROM JOURNAL.HORIZON WHERE ID = 1");
                ResultSet row = sql.executeQuery()) {
            row.next();
            return new Link(row.getLong(1) - 1, row.getBytes(2));
        }
    }

    static void moveHorizon(Connection connection, Link lastDropped) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.HORIZON SET POSITION = ?, PREVIOUS = ? WHERE ID = 1")) {
            sql.setLong(1, lastDropped.position() + 1);
            sql.setBytes(2, lastDropped.hash());
            sql.executeUpdate();
        }
    }
}
