package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFact.ExternalLimitChanged;
import io.voltwright.journal.api.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears those outside who limit power, and writes down each command and what came of it (EnWG 14a, EEBUS LPC). */
final class ExternalDesk {

    private static final Logger log = LoggerFactory.getLogger(ExternalDesk.class);

    private final Lane lane;
    private final Time time;
    private final Externals externals;
    private final Runnable changed;
    private final FactQueue facts;

    /**
     * @param changed is run when a limit in force is another one
     */
    ExternalDesk(Lane lane, Time time, Externals externals, Supplier<Optional<Journal>> journal, Runnable changed) {
        this.lane = lane;
        this.time = time;
        this.externals = externals;
        this.changed = changed;
        this.facts = new FactQueue(lane, journal);
    }

    void start() {
        lane.every(Allocator.CYCLE, () -> {
            externals.tick(time.sinceBoot());
            tell("station");
            facts.pump();
        });
    }

    CompletableFuture<Outcome> heartbeat(String owner, Actor by) {
        return say(owner, by, limit -> limit.heartbeat(time.sinceBoot()));
    }

    CompletableFuture<Outcome> limit(String owner, Power most, Optional<Duration> lasts, Actor by) {
        return say(owner, by, limit -> limit.limit(most, lasts, time.sinceBoot()));
    }

    CompletableFuture<Outcome> release(String owner, Actor by) {
        return say(owner, by, limit -> limit.release(time.sinceBoot()));
    }

    private CompletableFuture<Outcome> say(String owner, Actor by, Consumer<ExternalLimit> what) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        lane.execute(() -> {
            boolean known = externals.tell(owner, what);
            tell(by.toString());
            reply.complete(
                    known
                            ? Outcome.done()
                            : Outcome.refused(
                                    "the site file gives no node to '" + owner + "'; add it under 'external'"));
        });
        return reply;
    }

    private void tell(String by) {
        for (Externals.Shown now : externals.changed()) {
            log.info(
                    "{}: {} of {} is {}",
                    now.node(),
                    now.owner(),
                    now.power().map(Power::toString).orElse("no limit"),
                    now.state());
            facts.add(
                    Notes.fact(
                            new ExternalLimitChanged(
                                    new EvseId(now.node()),
                                    now.owner(),
                                    now.state().toString(),
                                    now.power(),
                                    by),
                            null,
                            time.moment()),
                    connection -> {});
            changed.run();
        }
    }

    void close() {
        lane.close();
    }
}
