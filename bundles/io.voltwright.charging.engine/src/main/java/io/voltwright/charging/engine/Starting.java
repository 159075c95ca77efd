package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EndCause;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.engine.Notes.Sensed;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a session once car, permission and register are there; energy may flow when that is on disk (R23). */
final class Starting {

    static final Duration RETRY = Duration.ofSeconds(5);

    private final EvseMachine machine;
    private @Nullable Moment retry;
    private @Nullable Reservation uses;
    private long ticket;

    Starting(EvseMachine machine) {
        this.machine = machine;
    }

    boolean underWay() {
        return ticket != 0;
    }

    boolean is(long other) {
        return ticket == other;
    }

    void look(Charge open, Look now, Moment time) {
        boolean soon = retry != null && MomentText.between(retry, time).compareTo(RETRY) < 0;
        if (underWay() || open.started().isPresent() || !open.plugged() || soon) {
            return;
        }
        boolean meterless = !now.abilities().meter() && machine.wiring().meter().isEmpty();
        Optional<Counted> register =
                now.counted().or(() -> meterless ? Optional.of(new Counted(Energy.ZERO, time)) : Optional.empty());
        Grant grant = open.grant().orElse(null);
        if (grant != null && register.isPresent()) {
            start(open, grant, register.orElseThrow(), Sensed.of(now.status(), machine.wiring()), time);
        }
    }

    private void start(Charge open, Grant grant, Counted register, Sensed sensed, Moment time) {
        Optional<Reservation> used = machine.reservations.usedBy(open.evse, grant.token(), grant.group(), time.utc());
        open.start(register, time);
        ticket = machine.ticket();
        uses = used.orElse(null);
        List<Fact> facts = new ArrayList<>();
        used.ifPresent(reservation -> facts.add(Notes.fact(
                ReservationDesk.ended(reservation, open.evse, EndCause.USED, Optional.of(open.id), grant.by()),
                open,
                time)));
        SessionStarted started = new SessionStarted(
                open.evse,
                open.id,
                grant.token(),
                grant.group(),
                grant.biller(),
                grant.tariff(),
                open.register(),
                grant.by(),
                used.map(Reservation::id));
        facts.add(Notes.fact(started, open, time));
        facts.add(Notes.fact(Notes.metered(open, open.register(), Context.BEGIN, Optional.of(sensed)), open, time));
        Effects also = used.map(ReservationRows::remove).orElse(Effects.NONE);
        machine.add(new Effect.Commit(ticket, facts, also));
    }

    /** It is on disk, or it failed and is tried again in a moment. */
    void committed(boolean onDisk, Moment time) {
        Reservation used = uses;
        if (onDisk && used != null) {
            machine.reservations.remove(used);
        }
        uses = null;
        ticket = 0;
        retry = onDisk ? null : time;
    }
}
