package io.voltwright.journal.derby;

import io.voltwright.journal.api.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One transaction with the appends of many writers, each of which may fail alone. */
final class Group {

    /** Derby's error code from which on the whole transaction is gone. */
    private static final int TRANSACTION_SEVERITY = 30_000;

    /** And from which on the connection is. */
    private static final int SESSION_SEVERITY = 40_000;

    private static final String DUPLICATE = "23505";

    private final Connection connection;
    private final Connection guarded;
    private final PreparedStatement insert;
    private final PreparedStatement find;
    private Link end;

    Group(Session session, Link end) {
        this.connection = session.connection();
        this.guarded = EffectsConnection.of(connection);
        this.insert = session.insert();
        this.find = session.find();
        this.end = end;
    }

    /** A deadlock, or a lock that was waited for too long: the store is well, the transaction is not. */
    static boolean losesOnlyTheTransaction(Exception e) {
        return e instanceof SQLException lost
                && lost.getErrorCode() >= TRANSACTION_SEVERITY
                && lost.getErrorCode() < SESSION_SEVERITY;
    }

    /** What became of one append: its positions, or why nothing of it was written. */
    record Result(Append append, List<Long> positions, Optional<JournalException> failure) {}

    /** The chain's end with all that was written so far. */
    Link end() {
        return end;
    }

    /**
     * Writes one append.
     *
     * @throws SQLException if the whole transaction is lost with it
     */
    Result write(Append append) throws SQLException {
        if (!append.wanted().getAsBoolean()) {
            return failed(append, new JournalException("nobody waits for it any more"));
        }
        Savepoint savepoint = append.hasEffects() || append.facts().size() > 1 ? connection.setSavepoint() : null;
        Link before = end;
        try {
            List<Long> positions = new ArrayList<>(append.facts().size());
            for (Envelope fact : append.facts()) {
                positions.add(write(fact));
            }
            boolean somethingNew = end != before || append.facts().isEmpty() || append.always();
            if (append.hasEffects() && somethingNew) {
                append.effects().apply(guarded);
            }
            if (savepoint != null) {
                connection.releaseSavepoint(savepoint);
            }
            return new Result(append, positions, Optional.empty());
        } catch (SQLException e) {
            if (e.getErrorCode() >= TRANSACTION_SEVERITY || savepoint == null) {
                throw e;
            }
            return undo(append, savepoint, before, e);
        } catch (RuntimeException | LinkageError e) {
            // Foreign code ran: a bundle that is being replaced must not take its neighbours with it.
            if (savepoint == null) {
                throw e;
            }
            return undo(append, savepoint, before, e);
        }
    }

    private Result undo(Append append, Savepoint savepoint, Link before, Throwable cause) throws SQLException {
        connection.rollback(savepoint);
        end = before;
        return failed(append, new JournalException("nothing was written: " + cause.getMessage(), cause));
    }

    static Result failed(Append append, JournalException failure) {
        return new Result(append, List.of(), Optional.of(failure));
    }

    /** The position of the fact: the next one, or where its key already is. */
    private long write(Envelope fact) throws SQLException {
        byte[] body = fact.at(end.position() + 1);
        Link next = end.next(body);
        insert.setLong(1, next.position());
        insert.setString(2, fact.key());
        insert.setBytes(3, body);
        insert.setBytes(4, next.hash());
        try {
            insert.executeUpdate();
            end = next;
            return next.position();
        } catch (SQLException e) {
            // Repeats are rare, so it is cheaper to stumble over one than to look before each step.
            if (!DUPLICATE.equals(e.getSQLState())) {
                throw e;
            }
            return positionOf(fact.key()).orElseThrow(() -> e);
        }
    }

    private Optional<Long> positionOf(String key) throws SQLException {
        find.setString(1, key);
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }
}
