package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFact.LimitChanged;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sets and removes limits: what lowers holds at once, what raises once it is on disk. */
final class LimitDesk {

    private final Lane lane;
    private final Time time;
    private final Limits limits;
    private final Supplier<Optional<Journal>> journal;
    private final Runnable changed;
    private final FactQueue facts;
    private long orders;
    /** While orders are on their way to disk: the latest that took effect. */
    private final Map<Limits.Key, Long> latest = new HashMap<>();

    private final Map<Limits.Key, Integer> underWay = new HashMap<>();
    private EvseId grid = new EvseId("grid");

    private record Waiting(Fact fact, Effects effects) {}

    /**
     * @param changed is run when a limit in force is another one
     */
    LimitDesk(Lane lane, Time time, Limits limits, Supplier<Optional<Journal>> journal, Runnable changed) {
        this.lane = lane;
        this.time = time;
        this.limits = limits;
        this.journal = journal;
        this.changed = changed;
        this.facts = new FactQueue(lane, journal);
    }

    void start() {
        lane.every(Allocator.CYCLE, this::tick);
    }

    /** The node that facts about limits of the whole site name. */
    void grid(EvseId name) {
        lane.execute(() -> grid = name);
    }

    CompletableFuture<Outcome> set(PowerLimit limit, Actor by) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        lane.execute(() -> {
            Optional<PowerLimit> before = limits.find(limit.evse(), limit.owner());
            Waiting write = new Waiting(fact(limit, Optional.of(limit.current()), by.toString()), Rows.write(limit));
            if (before.filter(old -> raises(old, limit)).isPresent()) {
                afterwards(Limits.Key.of(limit), write, () -> limits.put(limit), reply);
            } else {
                latest.put(Limits.Key.of(limit), ++orders);
                limits.put(limit);
                changed.run();
                facts.add(write.fact(), write.effects());
                reply.complete(Outcome.done());
            }
        });
        return reply;
    }

    private static boolean raises(PowerLimit old, PowerLimit next) {
        boolean shorter = next.until().isPresent()
                && old.until()
                        .map(end -> end.isAfter(next.until().orElseThrow()))
                        .orElse(true);
        return next.current().exceeds(old.current()) || shorter;
    }

    CompletableFuture<Outcome> remove(Optional<EvseId> evse, String owner, Actor by) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        lane.execute(() -> limits.find(evse, owner)
                .ifPresentOrElse(limit -> remove(limit, by.toString(), reply), () -> reply.complete(Outcome.done())));
        return reply;
    }

    private void remove(PowerLimit limit, String by, CompletableFuture<Outcome> reply) {
        Waiting write = new Waiting(fact(limit, Optional.empty(), by), Rows.remove(limit));
        afterwards(Limits.Key.of(limit), write, () -> limits.remove(limit), reply);
    }

    /** Whatever the owner says meanwhile counts: then nothing is left to do. */
    private void afterwards(Limits.Key key, Waiting write, Runnable then, CompletableFuture<Outcome> reply) {
        long order = ++orders;
        underWay.merge(key, 1, Integer::sum);
        if (accepting().isEmpty()) {
            answer(
                    key,
                    Outcome.refused("the journal does not take facts now; a limit is not raised without it"),
                    reply);
            return;
        }
        facts.then(taken -> {
            Optional<Journal> to = taken ? accepting() : Optional.empty();
            if (!isLatest(key, order)) {
                answer(key, Outcome.done(), reply);
            } else if (to.isEmpty()) {
                answer(
                        key,
                        Outcome.refused("the journal takes no facts any more; a limit is not raised without it"),
                        reply);
            } else {
                append(to.orElseThrow(), write, outcome -> {
                    if (outcome.isDone() && isLatest(key, order)) {
                        latest.put(key, order);
                        then.run();
                        changed.run();
                    }
                    answer(key, outcome, reply);
                });
            }
        });
    }

    private boolean isLatest(Limits.Key key, long order) {
        return latest.getOrDefault(key, 0L) < order;
    }

    private Optional<Journal> accepting() {
        return journal.get().filter(Journal::accepting);
    }

    private void append(Journal to, Waiting write, Consumer<Outcome> then) {
        to.append(List.of(write.fact()), write.effects())
                .whenComplete((positions, failure) -> lane.execute(() -> then.accept(
                        failure == null
                                ? Outcome.done()
                                : Outcome.refused("the journal did not take it: " + failure.getMessage()))));
    }

    private void answer(Limits.Key key, Outcome outcome, CompletableFuture<Outcome> reply) {
        underWay.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
        if (underWay.isEmpty()) {
            latest.clear();
        }
        reply.complete(outcome);
    }

    private void tick() {
        Instant now = time.instant();
        List<PowerLimit> ended = limits.over(now).stream()
                .filter(limit -> !underWay.containsKey(Limits.Key.of(limit)))
                .toList();
        for (PowerLimit over : ended) {
            // It holds no more from its end on; only the row is left to remove.
            limits.remove(over);
            changed.run();
            facts.add(fact(over, Optional.empty(), "station:expired"), Rows.remove(over));
        }
        facts.pump();
    }

    private Fact fact(PowerLimit limit, Optional<Current> current, String by) {
        return Notes.fact(new LimitChanged(limit.evse().orElse(grid), limit.owner(), current, by), null, time.moment());
    }

    void close() {
        lane.close();
    }
}
