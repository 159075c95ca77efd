package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.StopReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open session on its EVSE's lane: what its row says, and the watch over its register. */
final class Charge {

    final SessionId id;
    final EvseId evse;
    final Moment opened;
    final MeterWatch watch = new MeterWatch();
    final Samples samples = new Samples();

    private boolean plugged;
    private @Nullable Grant grant;
    private @Nullable Moment authorised;
    private @Nullable Moment started;
    private @Nullable Energy startRegister;
    private @Nullable Ending ending;
    private Current offer = Current.ZERO;
    private ChargingState state;
    private boolean usable = true;
    private long facts;

    private Charge(SessionId id, EvseId evse, Moment opened, boolean plugged, ChargingState state) {
        this.id = id;
        this.evse = evse;
        this.opened = opened;
        this.plugged = plugged;
        this.state = state;
    }

    static Charge open(SessionId id, EvseId evse, boolean plugged, Moment now) {
        return new Charge(id, evse, now, plugged, plugged ? ChargingState.EV_CONNECTED : ChargingState.IDLE);
    }

    static Charge of(SessionRow row) {
        Charge charge = new Charge(row.id(), row.evse(), row.opened(), row.plugged(), row.state());
        charge.grant = row.grant().orElse(null);
        charge.authorised = row.authorised().orElse(null);
        charge.started = row.started().orElse(null);
        charge.startRegister = row.startRegister().orElse(null);
        charge.ending = row.ending().orElse(null);
        charge.usable = row.ending()
                .filter(end -> end.reason() == StopReason.METER_FAILED)
                .isEmpty();
        charge.offer = row.offer();
        charge.facts = row.facts();
        row.last().ifPresent(charge.watch::begin);
        return charge;
    }

    SessionRow row() {
        return new SessionRow(
                id,
                evse,
                opened,
                plugged,
                grant(),
                authorised(),
                started(),
                startRegister(),
                watch.last(),
                offer,
                state,
                ending(),
                facts);
    }

    String nextKey() {
        return "charging-" + id + "-" + facts++;
    }

    void plug(boolean there) {
        plugged = there;
    }

    void grant(Grant given, Moment now) {
        grant = given;
        authorised = now;
    }

    void revoke() {
        grant = null;
        authorised = null;
    }

    void start(Counted register, Moment now) {
        started = now;
        startRegister = register.energy();
        watch.begin(register);
        samples.begin(now);
    }

    /** The start did not get to disk. */
    void unstart() {
        started = null;
        startRegister = null;
    }

    void end(Ending how) {
        ending = how;
    }

    void offer(Current current) {
        offer = current;
    }

    void state(ChargingState next) {
        state = next;
    }

    void distrust() {
        usable = false;
    }

    boolean plugged() {
        return plugged;
    }

    Optional<Grant> grant() {
        return Optional.ofNullable(grant);
    }

    Optional<Moment> authorised() {
        return Optional.ofNullable(authorised);
    }

    Optional<Moment> started() {
        return Optional.ofNullable(started);
    }

    Optional<Energy> startRegister() {
        return Optional.ofNullable(startRegister);
    }

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    Current offer() {
        return offer;
    }

    ChargingState state() {
        return state;
    }

    boolean usable() {
        return usable;
    }

    Energy register() {
        return watch.last().map(Counted::energy).orElse(Energy.ZERO);
    }

    /** Whether the car has taken anything. */
    boolean hasTaken() {
        return delivered().milliwattHours() > 0;
    }

    Energy delivered() {
        return startRegister == null ? Energy.ZERO : register().minus(startRegister);
    }
}
