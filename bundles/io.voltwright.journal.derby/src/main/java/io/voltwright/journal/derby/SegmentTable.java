package io.voltwright.journal.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The rows of the sealed segments. */
final class SegmentTable {

    private SegmentTable() {}

    /** Who signed, and the signature in Base64. */
    record Seal(String keyId, String signature) {

        static Seal of(String keyId, byte[] signature) {
            return new Seal(keyId, Base64.getEncoder().encodeToString(signature));
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(signature);
        }
    }

    /** A stretch of the journal that has its checkpoint. */
    record Segment(
            long first,
            long last,
            Instant sealed,
            Checkpoint checkpoint,
            Optional<Seal> seal,
            Optional<String> exportedTo,
            boolean dropped) {}

    /** All segments, oldest first. */
    static List<Segment> all(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                        "SELECT FIRST_POSITION, LAST_POSITION, SEALED, CHECKPOINT,"
                                + " KEY_ID, SIGNATURE, EXPORTED_TO, DROPPED FROM JOURNAL.SEGMENT ORDER BY FIRST_POSITION");
                ResultSet rows = sql.executeQuery()) {
            List<Segment> segments = new ArrayList<>();
            while (rows.next()) {
                String keyId = rows.getString(5);
                segments.add(new Segment(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getTimestamp(3).toInstant(),
                        new Checkpoint(rows.getString(4)),
                        keyId == null ? Optional.empty() : Optional.of(new Seal(keyId, rows.getString(6))),
                        Optional.ofNullable(rows.getString(7)),
                        rows.getInt(8) != 0));
            }
            return segments;
        }
    }

    /** The end of the newest segment, 0 if there is none. */
    static long sealedUpTo(Connection connection) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement("SELECT MAX(LAST_POSITION) FROM JOURNAL.SEGMENT");
                ResultSet row = sql.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static void add(Connection connection, long first, long last, Instant sealed, Checkpoint checkpoint)
            throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                "INSERT INTO JOURNAL.SEGMENT (FIRST_POSITION, LAST_POSITION, SEALED, CHECKPOINT, DROPPED)"
                        + " VALUES (?, ?, ?, ?, 0)")) {
            sql.setLong(1, first);
            sql.setLong(2, last);
            sql.setTimestamp(3, Timestamp.from(sealed));
            sql.setString(4, checkpoint.text());
            sql.executeUpdate();
        }
    }

    static void sign(Connection connection, Segment segment, Seal seal) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(
                "UPDATE JOURNAL.SEGMENT SET KEY_ID = ?, SIGNATURE = ? WHERE FIRST_POSITION = ?")) {
            sql.setString(1, seal.keyId());
            sql.setString(2, seal.signature());
            sql.setLong(3, segment.first());
            sql.executeUpdate();
        }
    }

    static void exported(Connection connection, Segment segment, String file) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.SEGMENT SET EXPORTED_TO = ? WHERE FIRST_POSITION = ?")) {
            sql.setString(1, file);
            sql.setLong(2, segment.first());
            sql.executeUpdate();
        }
    }

    static void dropped(Connection connection, Segment segment) throws SQLException {
        try (PreparedStatement sql =
                connection.prepareStatement("UPDATE JOURNAL.SEGMENT SET DROPPED = 1 WHERE FIRST_POSITION = ?")) {
            sql.setLong(1, segment.first());
            sql.executeUpdate();
        }
    }
}
