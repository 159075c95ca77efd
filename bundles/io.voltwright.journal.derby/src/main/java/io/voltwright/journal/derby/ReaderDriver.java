package io.voltwright.journal.derby;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads one reader along the journal: fetch, let it read, commit its answer with its new position, and again. */
final class ReaderDriver implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReaderDriver.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int FETCH = 512;

    /** So many at a time while the reader is at work, for its answer should not have to wait long. */
    private static final int FETCH_AHEAD = 128;

    private static final int MOST = 10_000;
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final FactReader reader;
    private final String name;
    private final ReaderTable places;
    private final Spine spine;
    private final Time time;
    private final ExecutorService thread;
    private final Lane lane;
    private final AtomicBoolean idle = new AtomicBoolean();
    /** Begins nothing any more. */
    private volatile boolean closed;
    /** What is not written yet is not wanted: a successor may read from there. */
    private volatile boolean gone;

    private volatile String state = "starting";
    private volatile CompletableFuture<List<Long>> committing = CompletableFuture.completedFuture(List.of());

    // Confined to the reader's thread.
    private long position;
    private final Deque<Entry> fetched = new ArrayDeque<>();
    private int most = 1;
    private boolean ahead;
    private Duration pause = Duration.ZERO;
    private @Nullable Duration failingSince;

    /** What a driver needs of the journal. */
    interface Spine {

        long last();

        List<Entry> read(long after, int limit);

        CompletableFuture<List<Long>> commit(Append step);
    }

    /**
     * @param thread one thread, this reader's own
     * @param lane tells when a pause is over
     */
    ReaderDriver(
            FactReader reader,
            String name,
            ReaderTable places,
            Spine spine,
            Time time,
            ExecutorService thread,
            Lane lane) {
        this.reader = reader;
        this.name = name;
        this.places = places;
        this.spine = spine;
        this.time = time;
        this.thread = thread;
        this.lane = lane;
    }

    FactReader reader() {
        return reader;
    }

    /** For an operator: reading, waiting, failing with the reason, or stopped with the reason. */
    String state() {
        return state;
    }

    void start() {
        execute(this::begin);
    }

    /** The journal has new entries. */
    void grown() {
        if (idle.compareAndSet(true, false)) {
            execute(this::next);
        }
    }

    private void execute(Runnable task) {
        finish(() -> {
            if (!closed) {
                task.run();
            }
        });
    }

    /** Done also while it leaves. */
    private void finish(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("reader {} has gone", name);
        }
    }

    private void begin() {
        try {
            ReaderTable.Place place = places.open(name);
            if (place.expired()) {
                ReaderTable.Place revived = places.revive(place);
                log.warn(
                        "reader {} had been expired; it goes on after {}, was at {}",
                        name,
                        revived.position(),
                        place.position());
                place = revived;
            }
            position = place.position();
            fetched.clear();
            next();
        } catch (SQLException e) {
            failed(e);
        }
    }

    private void next() {
        try {
            fetch();
            if (fetched.isEmpty()) {
                rest();
                return;
            }
            state = "reading";
            List<Entry> batch = new ArrayList<>();
            long upTo = take(batch);
            if (upTo == position) {
                return;
            }
            Passage passage = new Passage(List.copyOf(batch), position, upTo, this::commit);
            CompletionStage<FactReader.Step> answer = batch.isEmpty()
                    ? CompletableFuture.completedFuture(FactReader.Step.NOTHING)
                    : reader.read(passage.batch(), passage);
            answer.whenComplete((step, error) -> finish(() -> answered(passage, step, error)));
            lookAhead();
        } catch (RuntimeException | LinkageError e) {
            // The reader is foreign code: whatever it throws, it is asked again.
            failed(e);
        }
    }

    private void fetch() {
        if (fetched.isEmpty() && spine.last() > position) {
            int most = Math.min(MOST, Math.max(FETCH, reader.batch()));
            fetched.addAll(spine.read(position, most));
        }
    }

    // While the reader is at work, for instance waits for an answer, this thread has nothing else to do.
    private void lookAhead() {
        if (!ahead) {
            ahead = true;
            execute(this::fetchAhead);
        }
    }

    // What is fetched lies behind the position without a gap, and more is only put behind the newest of it, by this one
    // thread: whatever was answered or fetched anew meanwhile, nothing is left out and nothing comes twice.
    private void fetchAhead() {
        ahead = false;
        Entry newest = fetched.peekLast();
        if (newest != null && fetched.size() < most + FETCH / 2 && spine.last() > newest.position()) {
            try {
                fetched.addAll(spine.read(newest.position(), FETCH_AHEAD));
                lookAhead();
            } catch (IllegalStateException e) {
                log.debug("reader {} reads later what could not be read ahead", name, e);
            }
        }
    }

    private void rest() {
        state = "waiting";
        idle.set(true);
        // What was written between the look and the line above rang no bell.
        if (spine.last() > position) {
            grown();
        }
    }

    /**
     * Collects what the reader knows and steps over what it need not know; the position it has then seen. All stay fetched until
     * they are committed, for the reader may take only a part.
     */
    private long take(List<Entry> batch) {
        long upTo = position;
        most = Math.max(1, Math.min(MOST, reader.batch()));
        for (Entry entry : fetched) {
            if (batch.size() == most) {
                return upTo;
            }
            Fact fact = entry.fact();
            if (reader.understands(fact)) {
                batch.add(entry);
            } else if (fact.mustUnderstand()) {
                if (upTo == position) {
                    state = "stopped at " + entry.position() + ": it does not understand " + fact.type() + " version "
                            + fact.version() + " and must; update its bundle";
                    log.error("reader {} {}", name, state);
                }
                return upTo;
            }
            upTo = entry.position();
        }
        return upTo;
    }

    private void answered(Passage passage, FactReader.@Nullable Step step, @Nullable Throwable error) {
        if (step == null) {
            if (!closed) {
                failed(error == null ? new IllegalStateException("it answered nothing") : error);
            }
            return;
        }
        long upTo = passage.end(step);
        // Completed by the writer, which has more to do than to begin the next batch.
        passage.commitRest(step).whenComplete((positions, failure) -> execute(() -> committed(upTo, failure)));
    }

    // From any thread.
    private CompletableFuture<List<Long>> commit(FactReader.Step step, long from, long upTo) {
        try {
            committing = spine.commit(Append.step(
                    step.facts(),
                    step.effects().then(connection -> ReaderTable.advance(connection, name, from, upTo)),
                    () -> !gone));
            return committing;
        } catch (JournalException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void committed(long upTo, @Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
            return;
        }
        position = upTo;
        while (!fetched.isEmpty() && fetched.getFirst().position() <= upTo) {
            fetched.removeFirst();
        }
        if (failingSince != null) {
            log.info("reader {} goes on after {}", name, time.sinceBoot().minus(failingSince));
            failingSince = null;
        }
        pause = Duration.ZERO;
        next();
    }

    private void failed(Throwable cause) {
        if (failingSince == null) {
            failingSince = time.sinceBoot();
            log.warn("reader {} fails at position {} and is asked again", name, position + 1, cause);
        }
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        lane.after(pause, () -> execute(this::begin));
        // Last, so that whoever sees it knows that the pause has begun.
        state = "failing: " + cause.getMessage();
    }

    /** Waits for what it runs and for the commit of what was answered; answers that come later are ignored. */
    @Override
    public void close() {
        closed = true;
        lane.close();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("reader {} was let go while it still reads", name);
            }
            committing.get(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("reader {}: its last answer was not committed", name, e);
        } finally {
            gone = true;
        }
    }
}
