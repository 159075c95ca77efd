package io.voltwright.journal.derby;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.Signer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals full or old stretches of the journal, has them signed, and drops those that nobody needs any more. */
final class Keeper {

    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    /** A longer transaction would hold up the writer. */
    private static final int CHUNK = 500;

    private final DataSource store;
    private final Time time;
    private final long segmentEntries;
    private final Optional<Duration> retention;
    private final Optional<Export> export;
    private final Supplier<Optional<Signer>> signer;
    private @Nullable String origin;

    /**
     * @param segmentEntries the most entries of a segment; each day ends one as well
     * @param retention how long sealed entries stay; empty: for ever
     * @param export where they are written before they are dropped
     */
    Keeper(
            DataSource store,
            Time time,
            long segmentEntries,
            Optional<Duration> retention,
            Optional<Export> export,
            Supplier<Optional<Signer>> signer) {
        this.store = store;
        this.time = time;
        this.segmentEntries = segmentEntries;
        this.retention = retention;
        this.export = export;
        this.signer = signer;
    }

    /**
     * Does all that is due. One caller at a time.
     *
     * @param origin names this journal in checkpoints
     * @param last the newest position
     */
    synchronized void keep(String origin, long last) throws SQLException, IOException {
        this.origin = origin;
        seal(last);
        sign();
        drop();
    }

    private void seal(long last) throws SQLException {
        try (Connection connection = store.getConnection()) {
            long sealed = SegmentTable.sealedUpTo(connection);
            while (last - sealed >= segmentEntries) {
                seal(connection, sealed + 1, sealed + segmentEntries);
                sealed += segmentEntries;
            }
            List<Tables.Row> oldest = Tables.rows(connection, sealed, last, 1);
            if (!oldest.isEmpty()
                    && day(oldest.get(0).entry().fact().time().utc()).isBefore(day(time.instant()))) {
                seal(connection, sealed + 1, last);
            }
        }
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private void seal(Connection connection, long first, long last) throws SQLException {
        List<Tables.Row> end = Tables.rows(connection, last - 1, last, 1);
        if (end.isEmpty()) {
            log.error("entry {} is missing, so nothing is sealed: run journal:verify", last);
            return;
        }
        Link link = end.get(0).link();
        Instant now = time.instant();
        SegmentTable.add(connection, first, last, now, Checkpoint.of(String.valueOf(origin), link, now));
        log.info("journal sealed up to {}", last);
    }

    private void sign() throws SQLException {
        Optional<Signer> present = signer.get();
        if (present.isEmpty()) {
            return;
        }
        try (Connection connection = store.getConnection()) {
            for (SegmentTable.Segment segment : SegmentTable.all(connection)) {
                if (segment.seal().isEmpty()) {
                    byte[] signature = present.get().sign(segment.checkpoint().bytes());
                    SegmentTable.sign(
                            connection,
                            segment,
                            SegmentTable.Seal.of(present.get().keyId(), signature));
                }
            }
        }
    }

    private void drop() throws SQLException, IOException {
        if (retention.isEmpty()) {
            return;
        }
        long settled = new ReaderTable(store)
                .all().stream()
                        .filter(place -> !place.expired())
                        .mapToLong(ReaderTable.Place::position)
                        .min()
                        .orElse(Long.MAX_VALUE);
        Instant before = time.instant().minus(retention.get());
        try (Connection connection = store.getConnection()) {
            for (SegmentTable.Segment segment : SegmentTable.all(connection)) {
                if (segment.dropped()) {
                    continue;
                }
                if (segment.seal().isEmpty()
                        || segment.last() > settled
                        || segment.sealed().isAfter(before)) {
                    return;
                }
                drop(connection, segment);
            }
        }
    }

    private void drop(Connection connection, SegmentTable.Segment segment) throws SQLException, IOException {
        if (export.isPresent() && segment.exportedTo().isEmpty()) {
            SegmentTable.exported(connection, segment, export.get().write(connection, segment));
        }
        connection.setAutoCommit(false);
        long from = Tables.horizon(connection).position();
        while (from < segment.last()) {
            long to = Math.min(from + CHUNK, segment.last());
            dropChunk(connection, to);
            connection.commit();
            from = to;
        }
        SegmentTable.dropped(connection, segment);
        connection.commit();
        connection.setAutoCommit(true);
        log.info(
                "journal entries {} to {} dropped{}",
                segment.first(),
                segment.last(),
                export.isPresent() ? " after export" : "");
    }

    private static void dropChunk(Connection connection, long to) throws SQLException {
        List<Tables.Row> end = Tables.rows(connection, to - 1, to, 1);
        if (end.isEmpty()) {
            throw new SQLException("entry " + to + " is missing, so nothing is dropped: run journal:verify");
        }
        Tables.moveHorizon(connection, end.get(0).link());
        try (PreparedStatement sql = connection.prepareStatement("DELETE FROM JOURNAL.ENTRY WHERE POSITION <= ?")) {
            sql.setLong(1, to);
            sql.executeUpdate();
        }
    }
}
