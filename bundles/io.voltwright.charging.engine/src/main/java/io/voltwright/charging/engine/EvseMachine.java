package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.base.api.Voltage;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.AuthorizationExpired;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EvseFaulted;
import io.voltwright.charging.api.ChargingFact.EvseRecovered;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFact.VehicleConnected;
import io.voltwright.charging.api.ChargingFact.VehicleDisconnected;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.StopReason;
import io.voltwright.charging.engine.Notes.Sensed;
import io.voltwright.field.api.PileFault;
import io.voltwright.journal.api.Fact;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State of one EVSE and its session: what is seen and asked goes in, effects come out; it knows no lane, wire or disk. */
final class EvseMachine {

    static final Duration SILENCE = Duration.ofSeconds(5);
    static final Duration START_RETRY = Duration.ofSeconds(5);
    static final Duration REMOVAL = Duration.ofSeconds(30);
    static final String COMMUNICATION = "CommunicationFault";

    private static final Logger log = LoggerFactory.getLogger(EvseMachine.class);

    final Settings settings;
    final Presence presence;
    private final Requests requests = new Requests(this);
    private final Resumption resumption;
    private final List<Effect> effects = new ArrayList<>();

    private Evse wiring;
    private Voltage voltage;
    private boolean operative;
    private boolean plugged;
    private @Nullable SessionId finished;
    private @Nullable Charge charge;
    private @Nullable StopSequence stopping;
    private @Nullable Ending endAfterStart;
    private @Nullable Look look;
    private @Nullable PileFault fault;
    private @Nullable PileFault overload;
    private @Nullable Moment retryStart;
    private boolean silenceTold;
    private boolean replugged;
    private boolean retiring;
    private long tickets;
    private long startTicket;

    /**
     * @param row what the store keeps of the EVSE
     * @param open its open session, if any
     * @param powerLost whether the machine was off since the session was written
     */
    EvseMachine(
            Evse wiring,
            Voltage voltage,
            Settings settings,
            EvseRow row,
            @Nullable SessionRow open,
            boolean powerLost) {
        this.wiring = wiring;
        this.voltage = voltage;
        this.settings = settings;
        this.operative = row.operative();
        this.finished = row.finished().orElse(null);
        this.charge = open == null ? null : Charge.of(open);
        this.plugged = open == null ? finished != null : open.plugged();
        this.presence = new Presence(plugged);
        this.resumption = new Resumption(this, open != null && open.started().isPresent(), powerLost);
        if (charge != null && charge.ending().isPresent()) {
            this.stopping = new StopSequence(charge.ending().orElseThrow().since());
        }
    }

    /** What is to be done since the last call. */
    List<Effect> drain() {
        List<Effect> all = List.copyOf(effects);
        effects.clear();
        return all;
    }

    Requests requests() {
        return requests;
    }

    // --- what is seen ---

    /** The pile as it is now; called on each change and at least each second. */
    void seen(Look now, Moment time) {
        look = now;
        if (!now.heard()) {
            unseen(time);
            return;
        }
        presence.heard(now, time);
        if (silenceTold) {
            silenceTold = false;
            note(new EvseRecovered(evse(), COMMUNICATION), time);
        }
        faults(time);
        if (presence.known() && resumption.settled(now, time)) {
            plug(time);
            meter(now, time);
            progress(now, time);
        }
        requests.tick(time);
    }

    /** There is no driver, or it hears nothing: comm lost, never unplugged (R20). */
    void unseen(Moment time) {
        presence.unheard(time);
        boolean long_ = presence.silent()
                .filter(since -> MomentText.between(since, time).compareTo(SILENCE) >= 0)
                .isPresent();
        if (long_ && !silenceTold) {
            silenceTold = true;
            requests.cancel("the pile does not answer", time);
            note(new EvseFaulted(evse(), COMMUNICATION, "the pile does not answer"), time);
        }
        requests.tick(time);
        abandon(time);
    }

    /** An EVSE that left the site together with its driver cannot be asked any more. */
    private void abandon(Moment time) {
        Charge open = charge;
        if (retiring && open != null) {
            boolean late = open.ending()
                    .filter(end -> MomentText.between(end.since(), time).compareTo(REMOVAL) >= 0)
                    .isPresent();
            if (late) {
                finish(open, Optional.empty(), time);
            }
        }
    }

    private void faults(Moment time) {
        PileFault next = presence.fault().orElse(overload);
        PileFault before = fault;
        if (before != null && (next == null || !next.code().equals(before.code()))) {
            note(new EvseRecovered(evse(), before.code()), time);
        }
        if (next != null && (before == null || !next.code().equals(before.code()))) {
            note(new EvseFaulted(evse(), next.code(), next.raw()), time);
            requests.cancel("the pile has a fault: " + next.code(), time);
            effects.add(new Effect.Cut("fault: " + next.code()));
            StopReason reason = next.code().startsWith("MREC8") ? StopReason.EMERGENCY_STOP : StopReason.FAULT;
            endOrDrop(reason, "station:" + next.code(), Optional.empty(), time);
        }
        fault = next;
    }

    private void plug(Moment time) {
        if (presence.plugged() == plugged) {
            return;
        }
        plugged = presence.plugged();
        if (plugged) {
            connect(time);
        } else {
            disconnect(time);
        }
    }

    private void connect(Moment time) {
        if (stopping != null) {
            // The next car is there before the last session has its stop register.
            replugged = true;
            return;
        }
        Charge open = charge == null ? open(true, time) : charge;
        open.plug(true);
        changeState(open, ChargingState.EV_CONNECTED, time);
        finished = null;
        note(new VehicleConnected(evse(), open.id), time);
    }

    private void disconnect(Moment time) {
        requests.cancel("the car was unplugged", time);
        Charge open = charge;
        if (replugged) {
            replugged = false;
            return;
        }
        if (open == null) {
            if (finished != null) {
                note(new VehicleDisconnected(evse(), finished), time);
                finished = null;
            }
            return;
        }
        open.plug(false);
        note(new VehicleDisconnected(evse(), open.id), time);
        if (open.started().isPresent()) {
            end(StopReason.EV_DISCONNECTED, "car", Optional.empty(), time);
        } else {
            close(open);
        }
    }

    private void meter(Look now, Moment time) {
        Charge open = charge;
        if (open == null || open.started().isEmpty() || startTicket != 0) {
            return;
        }
        Optional<String> wrong = now.counted().flatMap(counted -> open.watch.take(counted, most(now)));
        if (wrong.isEmpty() && now.counted().isPresent()) {
            double watts = now.status()
                    .currents()
                    .map(i -> (i.l1().amperes() + i.l2().amperes() + i.l3().amperes()) * voltage.volts())
                    .orElse(0.0);
            wrong = open.watch.flows(presence.charging(), now.draws(), watts, time);
        }
        wrong.ifPresent(reason -> distrust(open, reason, time));
        Optional<Energy> cap = open.grant().flatMap(Grant::mostEnergy);
        if (cap.isPresent() && !cap.orElseThrow().exceeds(open.delivered())) {
            end(StopReason.ENERGY_LIMIT, "station:energy-limit", Optional.empty(), time);
        }
    }

    void distrust(Charge open, String reason, Moment time) {
        if (open.usable()) {
            log.warn("{}: {}; the session is closed and its energy marked as not usable", evse(), reason);
            open.distrust();
            end(StopReason.METER_FAILED, "station:meter", Optional.empty(), time);
        }
    }

    private void progress(Look now, Moment time) {
        tryStart(now, time);
        Charge open = charge;
        if (open == null || open.started().isEmpty() || startTicket != 0) {
            return;
        }
        StopSequence stop = stopping;
        if (stop != null) {
            if (stop.complete(now, time)) {
                if (stop.forced(now)) {
                    log.error("{}: current still flows although the offer is 0", evse());
                }
                finish(open, Optional.of(Sensed.of(now.status(), wiring)), time);
            }
            return;
        }
        changeState(open, stateOf(open, time), time);
        Optional<Context> due = now.counted().isPresent() ? open.samples.due(time) : Optional.empty();
        if (due.isPresent()) {
            sample(open, due.orElseThrow(), now, time);
        }
    }

    private ChargingState stateOf(Charge open, Moment time) {
        if (presence.charging() && open.offer().isPositive()) {
            return ChargingState.CHARGING;
        }
        boolean young = open.state() == ChargingState.EV_CONNECTED
                && MomentText.between(open.started().orElse(time), time).compareTo(Samples.SPACING) < 0;
        if (young) {
            return ChargingState.EV_CONNECTED;
        }
        return open.offer().isPositive() ? ChargingState.SUSPENDED_EV : ChargingState.SUSPENDED_EVSE;
    }

    private void changeState(Charge open, ChargingState next, Moment time) {
        if (open.state() != next) {
            open.state(next);
            if (open.started().isPresent()) {
                open.samples.change();
                note(new ChargingStateChanged(evse(), open.id, next), time);
            }
        }
    }

    void sample(Charge open, Context context, Look now, Moment time) {
        Counted counted = now.counted().orElseThrow();
        Sensed sensed = Sensed.of(now.status(), wiring);
        note(Notes.metered(open, counted.energy(), context, Optional.of(sensed)), time);
        open.samples.taken(time);
    }

    // --- the session ---

    Charge open(boolean withCar, Moment time) {
        Charge open = Charge.open(SessionId.random(), evse(), withCar, time);
        charge = open;
        return open;
    }

    private void tryStart(Look now, Moment time) {
        Charge open = charge;
        if (open == null || startTicket != 0 || open.started().isPresent() || !plugged || fault != null) {
            return;
        }
        boolean soon =
                retryStart != null && MomentText.between(retryStart, time).compareTo(START_RETRY) < 0;
        Optional<Counted> register = now.counted();
        if (register.isEmpty() && !now.abilities().meter() && wiring.meter().isEmpty()) {
            register = Optional.of(new Counted(Energy.ZERO, time));
        }
        Grant grant = open.grant().orElse(null);
        if (grant == null || register.isEmpty() || soon) {
            return;
        }
        open.start(register.orElseThrow(), time);
        startTicket = ++tickets;
        Fact started = Notes.fact(
                new SessionStarted(
                        evse(),
                        open.id,
                        grant.token(),
                        grant.group(),
                        grant.biller(),
                        grant.tariff(),
                        open.register(),
                        grant.by()),
                open,
                time);
        Optional<Sensed> sensed = Optional.of(Sensed.of(now.status(), wiring));
        Fact begin = Notes.fact(Notes.metered(open, open.register(), Context.BEGIN, sensed), open, time);
        effects.add(new Effect.Commit(startTicket, List.of(started, begin)));
    }

    /** Whether the facts of a {@link Effect.Commit} are on disk. */
    void committed(long ticket, boolean onDisk, Moment time) {
        Charge open = charge;
        if (ticket != startTicket || open == null) {
            return;
        }
        startTicket = 0;
        Ending end = endAfterStart;
        endAfterStart = null;
        if (!onDisk) {
            open.unstart();
            retryStart = time;
            if (!plugged) {
                close(open);
            } else if (end != null) {
                drop(open, time);
            }
            return;
        }
        log.info("{}: session {} started at {}", evse(), open.id, open.register());
        if (end != null) {
            end(end.reason(), end.by(), end.token(), time);
        }
    }

    /** Ends a started session, withdraws the permission of one that has not started. */
    boolean endOrDrop(StopReason reason, String by, Optional<TokenRef> token, Moment time) {
        Charge open = charge;
        if (open == null || open.grant().isEmpty()) {
            return false;
        }
        if (open.started().isPresent()) {
            end(reason, by, token, time);
        } else {
            drop(open, time);
        }
        return true;
    }

    private void end(StopReason reason, String by, Optional<TokenRef> token, Moment time) {
        Charge open = charge;
        Ending ending = new Ending(reason, by, token, time);
        if (open == null || open.ending().isPresent()) {
            return;
        }
        if (startTicket != 0) {
            endAfterStart = endAfterStart == null ? ending : endAfterStart;
            return;
        }
        open.end(ending);
        stopping = new StopSequence(time);
        effects.add(new Effect.Cut("stopping: " + reason));
        effects.add(new Effect.Save());
    }

    /** The permission is gone before energy could flow. */
    void drop(Charge open, Moment time) {
        note(new AuthorizationExpired(evse(), open.id), time);
        open.revoke();
        if (!open.plugged()) {
            close(open);
        }
    }

    private void close(Charge open) {
        if (charge == open) {
            charge = null;
            effects.add(new Effect.Save());
        }
    }

    private void finish(Charge open, Optional<Sensed> sensed, Moment time) {
        Ending ending = open.ending().orElseThrow();
        note(Notes.metered(open, open.register(), Context.END, sensed), time);
        note(
                new SessionStopped(
                        evse(), open.id, open.register(), ending.reason(), ending.token(), ending.by(), open.usable()),
                time);
        log.info("{}: session {} stopped ({}), {}", evse(), open.id, ending.reason(), open.delivered());
        finished = plugged && !replugged ? open.id : null;
        stopping = null;
        charge = null;
        requests.finished();
        if (retiring) {
            effects.add(new Effect.Gone());
        } else if (replugged) {
            replugged = false;
            connect(time);
        }
    }

    // --- what the lane tells it ---

    /** The pile confirmed the offer of 0. */
    void cut() {
        if (stopping != null) {
            stopping.cut();
        }
    }

    /** The pile draws more than it is offered although it was told twice (R8), or no longer does. */
    void overload(boolean over, String raw, Moment time) {
        overload = over ? new PileFault("MREC4-OverCurrent", raw, false) : null;
        faults(time);
    }

    /** The site file says something else now. */
    void rewire(Evse next, Voltage nominal) {
        wiring = next;
        voltage = nominal;
        retiring = false;
    }

    /** The EVSE is no longer part of the site: what runs there is stopped. */
    void retire(Moment time) {
        retiring = true;
        requests.cancel("the EVSE was taken out of the site", time);
        endOrDrop(StopReason.OTHER, "station:site-changed", Optional.empty(), time);
        if (charge == null || charge.started().isEmpty()) {
            effects.add(new Effect.Gone());
        }
    }

    void operative(boolean inService, Moment time, String by) {
        operative = inService;
        note(new ChargingFact.AvailabilityChanged(evse(), inService, by), time);
    }

    void note(ChargingFact fact, Moment time) {
        effects.add(new Effect.Note(Notes.fact(fact, charge, time), Notes.dispensable(fact)));
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    long ticket() {
        return ++tickets;
    }

    // --- what it is ---

    EvseId evse() {
        return wiring.id();
    }

    Evse wiring() {
        return wiring;
    }

    Optional<Charge> charge() {
        return Optional.ofNullable(charge);
    }

    Optional<Look> look() {
        return Optional.ofNullable(look);
    }

    boolean plugged() {
        return plugged;
    }

    boolean operative() {
        return operative;
    }

    /** Code of the fault it suffers from. */
    Optional<String> fault() {
        return fault == null ? Optional.of(COMMUNICATION).filter(code -> silenceTold) : Optional.of(fault.code());
    }

    Optional<SessionId> finished() {
        return Optional.ofNullable(finished);
    }

    EvseRow row() {
        return new EvseRow(evse(), operative, finished());
    }

    /** Whether the start of the session is on its way to disk. */
    boolean starting() {
        return startTicket != 0;
    }

    /** Whether the session is being stopped. */
    boolean stopping() {
        return stopping != null;
    }

    /** Whether the field was compared with what the store knew; before that the pile is left as it is (R38). */
    boolean compared() {
        return presence.known() && resumption.done();
    }

    /** Whether a session runs that may have current: started on disk, car there, nothing wrong, nothing ending. */
    boolean entitled() {
        return charge != null
                && charge.started().isPresent()
                && startTicket == 0
                && charge.ending().isEmpty()
                && fault == null
                && plugged
                && compared();
    }

    /** The most the pile can draw, for telling a jump of the register. */
    Power most(Look now) {
        double amperes = now.abilities().most().amperes();
        return Power.watts(amperes * Math.max(1, now.abilities().phases()) * voltage.volts());
    }
}
