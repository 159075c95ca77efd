package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFact.WishChanged;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.Wish;
import io.voltwright.journal.api.Journal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Takes down what is said of a session, and forgets it when the session is over. */
final class WishDesk {

    private final Lane lane;
    private final Time time;
    private final Wishes wishes;
    private final Supplier<Map<EvseId, Bay>> bays;
    private final Runnable changed;
    private final FactQueue facts;

    WishDesk(
            Lane lane,
            Time time,
            Wishes wishes,
            Supplier<Optional<Journal>> journal,
            Supplier<Map<EvseId, Bay>> bays,
            Runnable changed) {
        this.lane = lane;
        this.time = time;
        this.wishes = wishes;
        this.bays = bays;
        this.changed = changed;
        this.facts = new FactQueue(lane, journal);
    }

    void start() {
        lane.every(Allocator.CYCLE, () -> {
            Set<SessionId> open = new HashSet<>();
            bays.get()
                    .values()
                    .forEach(bay -> bay.view().session().map(Session::id).ifPresent(open::add));
            // Their rows go with the next wish that is written.
            wishes.keepOnly(open, time.sinceBoot());
            facts.pump();
        });
    }

    CompletableFuture<Outcome> wish(EvseId evse, Wish wish, Actor by) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        lane.execute(() -> reply.complete(take(evse, wish, by)));
        return reply;
    }

    private Outcome take(EvseId evse, Wish wish, Actor by) {
        Bay bay = bays.get().get(evse);
        if (bay == null) {
            return Outcome.refused("there is no EVSE " + evse + " on this site");
        }
        Optional<Session> session = bay.view().session();
        if (session.isEmpty()) {
            return Outcome.refused(evse + " has no session that could leave or need anything");
        }
        if (wish.departure().filter(at -> !at.isAfter(time.instant())).isPresent()) {
            return Outcome.refused("the departure " + wish.departure().orElseThrow() + " is over");
        }
        boolean cheap = wish.mode().filter(mode -> mode == ChargingMode.CHEAP).isPresent();
        if (cheap && (wish.departure().isEmpty() || wish.energy().isEmpty())) {
            return Outcome.refused("to charge when it is cheap, say when the car leaves and what it needs");
        }
        SessionId id = session.orElseThrow().id();
        wishes.put(id, wish);
        facts.add(
                Notes.fact(new WishChanged(evse, id, wish, by.toString()), null, time.moment()),
                WishRows.write(id, wish));
        changed.run();
        return Outcome.done();
    }

    void close() {
        lane.close();
    }
}
