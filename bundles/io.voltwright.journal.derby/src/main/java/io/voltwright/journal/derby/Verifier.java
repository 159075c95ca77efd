package io.voltwright.journal.derby;

import io.voltwright.security.api.Signer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/** Follows the whole chain and compares it with its checkpoints. */
final class Verifier {

    private static final int PAGE = 1_000;

    private final DataSource store;
    private final Optional<Signer> signer;
    private Link link = Link.ORIGIN;
    private int checked;
    private int unsigned;

    /**
     * @param signer checks the signatures; without it only hashes are compared
     */
    Verifier(DataSource store, Optional<Signer> signer) {
        this.store = store;
        this.signer = signer;
    }

    /**
     * What was found.
     *
     * @param first the oldest entry that is kept
     * @param last the newest that was looked at
     * @param checkpoints how many agree with the chain
     * @param unsigned how many of these have no signature that could be checked
     */
    record Report(long first, long last, int checkpoints, int unsigned, Optional<Break> broken) {}

    /** Where the chain stops being what was written, and what is wrong there. */
    record Break(long position, String reason) {}

    /**
     * @param progress is told positions from time to time
     */
    Report verify(LongConsumer progress) throws SQLException {
        try (Connection connection = store.getConnection()) {
            link = Tables.horizon(connection);
            long first = link.position() + 1;
            Deque<SegmentTable.Segment> segments = new ArrayDeque<>(SegmentTable.all(connection));
            Tables.Start start = Tables.start(connection);
            Optional<Break> broken = dropped(segments);
            if (broken.isEmpty()) {
                broken = kept(connection, segments, start.end().position(), progress);
            }
            if (broken.isEmpty()) {
                broken = end(segments, start.snapshot());
            }
            return new Report(first, link.position(), checked, unsigned, broken);
        }
    }

    /** Of entries that were dropped only the checkpoints are left; the last must be what the kept ones follow. */
    private Optional<Break> dropped(Deque<SegmentTable.Segment> segments) {
        while (!segments.isEmpty() && segments.peek().last() <= link.position()) {
            SegmentTable.Segment segment = segments.remove();
            Optional<Break> broken = segment.last() == link.position() ? checkpoint(segment) : signature(segment);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<Break> kept(
            Connection connection, Deque<SegmentTable.Segment> segments, long upTo, LongConsumer progress)
            throws SQLException {
        while (link.position() < upTo) {
            List<Tables.Row> rows = Tables.rows(connection, link.position(), upTo, PAGE);
            if (rows.isEmpty()) {
                return broken(link.position() + 1, "it is missing");
            }
            for (Tables.Row row : rows) {
                Optional<Break> broken = entry(row);
                if (broken.isEmpty() && !segments.isEmpty() && segments.peek().last() == link.position()) {
                    broken = checkpoint(segments.remove());
                }
                if (broken.isPresent()) {
                    return broken;
                }
            }
            progress.accept(link.position());
        }
        return Optional.empty();
    }

    private Optional<Break> entry(Tables.Row row) {
        long expected = link.position() + 1;
        if (row.position() != expected) {
            return broken(expected, "it is missing");
        }
        Link next = link.next(row.body());
        if (!next.hasHash(row.link().hash())) {
            return broken(expected, "its hash does not follow from its text and the entry before");
        }
        try {
            var entry = row.entry();
            if (entry.position() != expected) {
                return broken(expected, "it was written as entry " + entry.position());
            }
            if (!entry.fact().key().equals(row.key())) {
                return broken(expected, "its key was '" + entry.fact().key() + "' and is '" + row.key() + "'");
            }
        } catch (IllegalArgumentException e) {
            return broken(expected, "it cannot be read: " + e.getMessage());
        }
        link = next;
        return Optional.empty();
    }

    private Optional<Break> end(Deque<SegmentTable.Segment> segments, Link snapshot) {
        if (!segments.isEmpty()) {
            return broken(
                    link.position() + 1,
                    "it is missing: a checkpoint vouches for entries up to "
                            + segments.peekLast().last());
        }
        if (snapshot.position() > link.position()) {
            return broken(link.position() + 1, "it is missing: there were entries up to " + snapshot.position());
        }
        return Optional.empty();
    }

    private Optional<Break> checkpoint(SegmentTable.Segment segment) {
        if (!segment.checkpoint().covers(link)) {
            return broken(
                    segment.last(),
                    "the chain was rewritten: it is not what the checkpoint of " + segment.sealed() + " says");
        }
        return signature(segment);
    }

    private Optional<Break> signature(SegmentTable.Segment segment) {
        checked++;
        Optional<SegmentTable.Seal> seal = segment.seal();
        if (seal.isEmpty()
                || signer.isEmpty()
                || !signer.get().keyId().equals(seal.get().keyId())) {
            unsigned++;
            return Optional.empty();
        }
        return signer.get().verify(segment.checkpoint().bytes(), seal.get().bytes())
                ? Optional.empty()
                : broken(segment.last(), "the signature of its checkpoint is false");
    }

    private static Optional<Break> broken(long position, String reason) {
        return Optional.of(new Break(position, reason));
    }
}
