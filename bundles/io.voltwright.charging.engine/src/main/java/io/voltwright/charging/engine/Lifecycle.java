package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleConnected;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.Habits.Rules;
import io.voltwright.charging.api.StopReason;
import io.voltwright.charging.engine.Notes.Sensed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session of one EVSE from its opening by plug or authorisation to its stop register (R23, R26). */
final class Lifecycle {

    static final Duration REMOVAL = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

    private final EvseMachine machine;
    private final Starting starting;
    private @Nullable Charge charge;
    private @Nullable SessionId finished;
    private @Nullable StopSequence stopping;
    private @Nullable Ending endAfterStart;
    private boolean replugged;
    private boolean retiring;

    /**
     * @param finished the session that is over while its car still stands there
     */
    Lifecycle(EvseMachine machine, @Nullable Charge charge, @Nullable SessionId finished) {
        this.machine = machine;
        this.starting = new Starting(machine);
        this.charge = charge;
        this.finished = finished;
        this.stopping = charge == null
                ? null
                : charge.ending().map(end -> new StopSequence(end.since())).orElse(null);
    }

    Optional<Charge> charge() {
        return Optional.ofNullable(charge);
    }

    Optional<SessionId> finished() {
        return Optional.ofNullable(finished);
    }

    boolean starting() {
        return starting.underWay();
    }

    boolean stopping() {
        return stopping != null;
    }

    // --- the car ---

    void connect(Moment time) {
        if (stopping != null) {
            // The next car is there before the last session has its stop register.
            replugged = true;
            return;
        }
        Charge open = charge == null ? open(true, time) : charge;
        open.plug(true);
        if (open.started().isEmpty()) {
            open.state(ChargingState.EV_CONNECTED);
        }
        finished = null;
        machine.note(new VehicleConnected(open.evse, open.id), time);
    }

    void disconnect(Moment time) {
        if (replugged) {
            replugged = false;
            return;
        }
        Charge open = charge;
        if (open == null) {
            if (finished != null) {
                machine.note(new VehicleDisconnected(machine.evse(), finished), time);
                finished = null;
                machine.retention.unplugged();
            }
            return;
        }
        open.plug(false);
        machine.note(new VehicleDisconnected(open.evse, open.id), time);
        if (open.started().isEmpty()) {
            close(open);
        } else if (machine.habits.rules().map(Rules::stopOnUnplug).orElse(true)) {
            end(StopReason.EV_DISCONNECTED, "car", Optional.empty(), time);
        } else {
            machine.add(new Effect.Cut("the car was unplugged; the session waits for it"));
            machine.add(new Effect.Save());
        }
    }

    // --- opening and starting ---

    Charge open(boolean withCar, Moment time) {
        Charge open = Charge.open(SessionId.random(), machine.evse(), withCar, time);
        charge = open;
        return open;
    }

    void tryStart(Look now, Moment time) {
        charge().ifPresent(open -> starting.look(open, now, time));
    }

    /** Whether the facts of a {@link Effect.Commit} are on disk. */
    void committed(long ticket, boolean onDisk, Moment time) {
        Charge open = charge;
        if (!starting.is(ticket) || open == null) {
            return;
        }
        starting.committed(onDisk, time);
        Ending end = endAfterStart;
        endAfterStart = null;
        if (onDisk) {
            log.info("{}: session {} started at {}", open.evse, open.id, open.register());
            if (end != null) {
                end(end.reason(), end.by(), end.token(), time);
            }
            return;
        }
        open.unstart();
        if (!open.plugged()) {
            close(open);
        } else if (end != null) {
            drop(open, time);
        }
    }

    // --- ending ---

    /** Ends a started session, withdraws the permission of one that has not started. */
    void endOrDrop(StopReason reason, String by, Optional<TokenRef> token, Moment time) {
        Charge open = charge;
        if (open == null || open.grant().isEmpty()) {
            return;
        }
        if (open.started().isPresent()) {
            end(reason, by, token, time);
        } else {
            drop(open, time);
        }
    }

    void end(StopReason reason, String by, Optional<TokenRef> token, Moment time) {
        Charge open = charge;
        Ending ending = new Ending(reason, by, token, time);
        if (open == null || open.ending().isPresent()) {
            return;
        }
        if (starting.underWay()) {
            endAfterStart = endAfterStart == null ? ending : endAfterStart;
            return;
        }
        open.end(ending);
        stopping = new StopSequence(time);
        machine.add(new Effect.Cut("stopping: " + reason));
        machine.add(new Effect.Save());
    }

    /** The permission is gone before energy could flow. */
    void drop(Charge open, Moment time) {
        machine.note(new AuthorizationExpired(open.evse, open.id), time);
        open.revoke();
        if (!open.plugged()) {
            close(open);
        }
    }

    private void close(Charge open) {
        if (charge == open) {
            charge = null;
            machine.add(new Effect.Save());
        }
    }

    /** The pile confirmed the offer of 0. */
    void cut() {
        if (stopping != null) {
            stopping.cut();
        }
    }

    /** Goes on with a stop under way; whether there is one. */
    boolean stop(Look now, Moment time) {
        StopSequence stop = stopping;
        Charge open = charge;
        if (stop == null || open == null) {
            return false;
        }
        if (stop.complete(now, time)) {
            if (stop.forced(now)) {
                log.error("{}: current still flows although the offer is 0", open.evse);
            }
            finish(open, Optional.of(Sensed.of(now.status(), machine.wiring())), time);
        }
        return true;
    }

    private void finish(Charge open, Optional<Sensed> sensed, Moment time) {
        Ending ending = open.ending().orElseThrow();
        machine.note(Notes.metered(open, open.register(), Context.END, sensed), time);
        machine.note(
                new SessionStopped(
                        open.evse,
                        open.id,
                        open.register(),
                        ending.reason(),
                        ending.token(),
                        ending.by(),
                        open.usable()),
                time);
        log.info("{}: session {} stopped ({}), {}", open.evse, open.id, ending.reason(), open.delivered());
        finished = open.plugged() ? open.id : null;
        if (ending.reason() == StopReason.EV_DISCONNECTED
                && machine.habits.rules().filter(Rules::unlockOnUnplug).isPresent()) {
            machine.retention.open();
        } else if (ending.reason() == StopReason.DEAUTHORIZED && open.plugged()) {
            open.grant().ifPresent(machine.retention::keep);
        }
        stopping = null;
        charge = null;
        machine.requests().finished();
        if (retiring) {
            machine.add(new Effect.Gone());
        } else if (replugged) {
            replugged = false;
            connect(time);
        }
    }

    // --- the site ---

    void stay() {
        retiring = false;
    }

    /** The EVSE is no longer part of the site: what runs there is stopped. */
    void retire(Moment time) {
        retiring = true;
        endOrDrop(StopReason.OTHER, "station:site-changed", Optional.empty(), time);
        if (charge == null || charge.started().isEmpty()) {
            machine.add(new Effect.Gone());
        }
    }

    /** An EVSE that left the site together with its driver cannot be asked any more. */
    void abandon(Moment time) {
        Charge open = charge;
        Ending ending = open == null ? null : open.ending().orElse(null);
        boolean late = ending != null
                && retiring
                && MomentText.between(ending.since(), time).compareTo(REMOVAL) >= 0;
        if (open != null && late) {
            finish(open, Optional.empty(), time);
        }
    }
}
