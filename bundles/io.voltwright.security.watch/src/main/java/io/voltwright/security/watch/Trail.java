package io.voltwright.security.watch;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalException;
import io.voltwright.journal.api.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of audit facts into the journal; while it is away they wait in a bounded buffer, and what is lost is counted. */
final class Trail {

    private static final Logger log = LoggerFactory.getLogger(Trail.class);
    private static final int MOST_WAITING = 2000;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private record Waiting(List<Fact> facts, Effects effects, CompletableFuture<Void> done) {}

    private final Supplier<Optional<Journal>> journal;
    private final Time time;
    private final Lane lane;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean underWay;
    private final AtomicLong lost = new AtomicLong();
    private long lostUntold;

    Trail(Supplier<Optional<Journal>> journal, Time time, Lane lane) {
        this.journal = journal;
        this.time = time;
        this.lane = lane;
        lane.every(RETRY, this::next);
    }

    /** Never blocks; completes when the facts are durable, fails when they were lost. */
    CompletionStage<Void> append(List<Fact> facts, Effects effects) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> {
            if (waiting.size() >= MOST_WAITING) {
                lost.addAndGet(facts.size());
                lostUntold += facts.size();
                if (lostUntold == facts.size()) {
                    log.error("the journal is away and the audit buffer is full; audit facts are being lost");
                }
                done.completeExceptionally(new JournalException("the audit buffer is full"));
                return;
            }
            waiting.addLast(new Waiting(facts, effects, done));
            next();
        });
        return done.minimalCompletionStage();
    }

    /** How many facts were lost since the start. */
    long lost() {
        return lost.get();
    }

    // On the lane. One group at a time, so that facts keep their order.
    private void next() {
        Optional<Journal> to = journal.get();
        if (underWay || waiting.isEmpty() || to.isEmpty()) {
            return;
        }
        if (lostUntold > 0) {
            waiting.addLast(new Waiting(List.of(gap()), Effects.NONE, new CompletableFuture<>()));
            lostUntold = 0;
        }
        underWay = true;
        Waiting first = waiting.getFirst();
        to.get()
                .append(first.facts(), first.effects())
                .whenComplete((positions, failure) -> lane.execute(() -> finished(first, failure)));
    }

    private void finished(Waiting written, @Nullable Throwable failure) {
        underWay = false;
        if (failure != null) {
            // It stays the first and is tried again with the next beat; its keys make a repeat harmless.
            log.debug("audit facts wait for the journal", failure);
            return;
        }
        waiting.remove(written);
        written.done().complete(null);
        next();
    }

    private Fact gap() {
        return new Fact(
                "security.AuditGap",
                1,
                "audit-gap:" + UUID.randomUUID(),
                "security",
                time.moment(),
                false,
                Payload.with().put("lost", lostUntold).done());
    }

    /** How many wait; for the last word when it stops. */
    int waiting() {
        return waiting.size();
    }
}
