package io.voltwright.journal.derby;

import io.voltwright.journal.api.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of the journal: what waits when a commit ends goes into the next. */
final class GroupWriter implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);
    private static final int LARGEST_GROUP = 512;
    private static final int SNAPSHOT_EVERY = 1_000;
    private static final long PROBE_SECONDS = 1;

    private final DataSource store;
    private final Executor answers;
    private final int capacity;
    private final LongConsumer grown;
    private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>();
    private final Append wake;
    private final AtomicInteger inFlight = new AtomicInteger();

    private volatile long last;
    private volatile Optional<Tables.Start> start = Optional.empty();
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile @Nullable String trouble = "it has not started";

    // Confined to the writer's thread once it runs.
    private @Nullable Session session;
    private Link end = Link.ORIGIN;
    private long snapshot;

    /**
     * @param answers runs the callers' continuations
     * @param capacity appends taken but not answered; whoever comes then is refused
     * @param grown is told the newest position after each commit; returns at once
     */
    GroupWriter(DataSource store, Executor answers, int capacity, LongConsumer grown) {
        this.store = store;
        this.answers = answers;
        this.capacity = capacity;
        this.grown = grown;
        this.wake = Append.nothing();
    }

    /** Reads where the journal ends; a store that fails is asked again once the writer runs. */
    void start() {
        try {
            open();
        } catch (SQLException e) {
            trouble = "the store failed: " + e.getMessage();
            log.error("the journal takes nothing: {}", trouble, e);
        }
    }

    private void open() throws SQLException {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            Tables.Start found = Tables.start(connection);
            Tables.probe(connection);
            connection.commit();
            end = found.end();
            snapshot = found.snapshot().position();
            last = end.position();
            start = Optional.of(found);
            trouble = null;
        }
    }

    /** What the last look into the store found; empty while there was none. */
    Optional<Tables.Start> found() {
        return start;
    }

    long last() {
        return last;
    }

    boolean accepting() {
        return trouble == null && !stopping && inFlight.get() < capacity;
    }

    /** Why nothing is taken, if so. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Queues an append, or answers at once that it cannot. */
    void submit(Append append) {
        String reason = stopping ? "it ends" : trouble;
        if (reason == null && inFlight.incrementAndGet() > capacity) {
            inFlight.decrementAndGet();
            reason = capacity + " appends wait already";
        }
        if (reason != null) {
            append.answer().completeExceptionally(new JournalException("the journal takes nothing: " + reason));
            return;
        }
        queue.add(append);
        if (ended) {
            // The writer may have looked for the last time before this one was queued.
            refuseWhatIsLeft();
        }
    }

    /** From now on nothing new is taken; {@link #run} ends when all that was queued is written. */
    void stop() {
        stopping = true;
        queue.add(wake);
    }

    @Override
    public void run() {
        try {
            while (!stopping || !queue.isEmpty()) {
                List<Append> group = next();
                if (trouble == null && !group.isEmpty()) {
                    commit(group);
                } else {
                    fail(group, "not written: " + trouble, null);
                }
                if (trouble != null && !stopping) {
                    reopen();
                }
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            trouble = "its writer failed: " + e;
            log.error("the writer of the journal ends", e);
        } finally {
            ended = true;
            refuseWhatIsLeft();
        }
    }

    /** What is queued; perhaps nothing after a while, so that a journal in trouble looks whether it is over. */
    private List<Append> next() throws InterruptedException {
        List<Append> group = new ArrayList<>();
        Append first = queue.poll(PROBE_SECONDS, TimeUnit.SECONDS);
        if (first != null) {
            group.add(first);
            queue.drainTo(group, LARGEST_GROUP - 1);
            group.remove(wake);
        }
        return group;
    }

    private void commit(List<Append> group) {
        Optional<Append> culprit = attempt(group);
        if (culprit.isPresent()) {
            // A deadlock or a lock waited for too long took the transaction: the neighbours go first, the culprit
            // alone.
            List<Append> neighbours = group.stream()
                    .filter(append -> !append.equals(culprit.get()))
                    .toList();
            commit(neighbours);
            commit(List.of(culprit.get()));
        }
    }

    /** Writes and answers the group, or names the append without which it has to be repeated. */
    private Optional<Append> attempt(List<Append> appends) {
        List<Group.Result> results = new ArrayList<>(appends.size());
        Append writing = appends.get(0);
        Link intended = null;
        try {
            Session open = session();
            Group group = new Group(open, end);
            for (Append append : appends) {
                writing = append;
                results.add(group.write(append));
            }
            intended = group.end();
            open.commit(intended, keepSnapshot(intended));
            committed(results, intended);
            return Optional.empty();
        } catch (SQLException | RuntimeException e) {
            if (intended == null && Group.losesOnlyTheTransaction(e) && session != null && session.rollback()) {
                if (appends.size() > 1) {
                    return Optional.of(writing);
                }
                fail(appends, "nothing was written: " + e.getMessage(), e);
            } else {
                broken(appends, results, intended, e);
            }
            return Optional.empty();
        }
    }

    private void committed(List<Group.Result> results, Link newEnd) {
        end = newEnd;
        last = newEnd.position();
        results.forEach(this::answer);
        grown.accept(last);
    }

    private boolean keepSnapshot(Link newEnd) {
        if (newEnd.position() - snapshot < SNAPSHOT_EVERY) {
            return false;
        }
        snapshot = newEnd.position();
        return true;
    }

    private Session session() throws SQLException {
        Session open = session;
        if (open == null) {
            open = Session.open(store);
            session = open;
        }
        return open;
    }

    /** The store failed. Where it failed in the commit itself, only the store can say whether that happened. */
    private void broken(List<Append> appends, List<Group.Result> results, @Nullable Link intended, Exception cause) {
        trouble = "the store failed: " + cause.getMessage();
        log.error("the journal takes nothing: {}", trouble, cause);
        reopen();
        if (intended != null && trouble == null && intended.hasHash(end.hash())) {
            committed(results, intended);
        } else {
            fail(appends, "not known to be written, append again with the same keys: " + cause.getMessage(), cause);
        }
    }

    private void reopen() {
        closeSession();
        try {
            open();
            log.info("the journal takes facts again, from position {}", last + 1);
        } catch (SQLException e) {
            trouble = "the store failed: " + e.getMessage();
            log.debug("the journal is still in trouble", e);
        }
    }

    private void end() {
        try {
            if (trouble == null) {
                session().commit(end, true);
            }
        } catch (SQLException e) {
            log.warn("no snapshot of the journal was kept; the next start reads a little more", e);
        }
        closeSession();
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    private void fail(List<Append> appends, String reason, @Nullable Exception cause) {
        JournalException failure = cause == null ? new JournalException(reason) : new JournalException(reason, cause);
        appends.forEach(append -> answer(Group.failed(append, failure)));
    }

    private void answer(Group.Result result) {
        // A driver only hands it to its own thread, and one thread between would cost more than that.
        Executor executor = result.append().always() ? Runnable::run : answers;
        executor.execute(() -> {
            inFlight.decrementAndGet();
            result.failure().ifPresentOrElse(result.append().answer()::completeExceptionally, () -> result.append()
                    .answer()
                    .complete(result.positions()));
        });
    }

    private void refuseWhatIsLeft() {
        List<Append> left = new ArrayList<>();
        queue.drainTo(left);
        left.remove(wake);
        fail(left, "the journal takes nothing: " + (trouble == null ? "it has ended" : trouble), null);
    }
}
