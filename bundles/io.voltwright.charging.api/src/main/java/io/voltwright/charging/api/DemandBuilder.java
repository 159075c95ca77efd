package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Terms;
import java.util.List;
import java.util.Optional;

/** A demand in the making: at first of one that waits for anything from 6 A in steps of 1 A; not for several threads. */
public final class DemandBuilder {

    private final EvseId evse;
    private List<Phase> phases;
    private Current least = Current.MINIMUM;
    private Current most;
    private Current step = Current.amperes(1);
    private Current reserved = Current.ZERO;
    private Current held = Current.ZERO;
    private long waiting;
    private long holding;
    private Optional<String> cap = Optional.empty();
    private Wiring wiring = Wiring.STAR;
    private Optional<Goal> goal = Optional.empty();
    private Terms terms = Terms.USUAL;

    DemandBuilder(EvseId evse, List<Phase> phases, Current most) {
        this.evse = evse;
        this.phases = phases;
        this.most = most;
    }

    DemandBuilder(Demand from) {
        this(from.evse(), from.phases(), from.most());
        least = from.least();
        step = from.step();
        reserved = from.reserved();
        held = from.held();
        waiting = from.waiting();
        holding = from.holding();
        cap = from.cap();
        wiring = from.wiring();
        goal = from.goal();
        terms = from.terms();
    }

    /** The phases of the grid it loads. */
    public DemandBuilder phases(List<Phase> loaded) {
        phases = loaded;
        return this;
    }

    /** The smallest share that is of use (R6). */
    public DemandBuilder least(Current current) {
        least = current;
        return this;
    }

    /** The most it can use now. */
    public DemandBuilder most(Current current) {
        most = current;
        return this;
    }

    /** The most it can use now, and who capped it, where that is not its own. */
    public DemandBuilder most(Current current, Optional<String> cappedBy) {
        cap = cappedBy;
        return most(current);
    }

    /** Granularity of its offers. */
    public DemandBuilder step(Current current) {
        step = current;
        return this;
    }

    /** Set aside for it whatever its share is (R32, R36). */
    public DemandBuilder reserved(Current current) {
        reserved = current;
        return this;
    }

    /** Its share now; 0 while it waits. */
    public DemandBuilder held(Current current) {
        held = current;
        return this;
    }

    /** Seconds it has waited since it was last given something. */
    public DemandBuilder waiting(long seconds) {
        waiting = seconds;
        return this;
    }

    /** Seconds it has held something without a break. */
    public DemandBuilder holding(long seconds) {
        holding = seconds;
        return this;
    }

    /** To neutral or between lines. */
    public DemandBuilder wiring(Wiring wired) {
        wiring = wired;
        return this;
    }

    /** What it needs and by when. */
    public DemandBuilder goal(Optional<Goal> wanted) {
        goal = wanted;
        return this;
    }

    /** How it differs from an EVSE like any other. */
    public DemandBuilder terms(Terms own) {
        terms = own;
        return this;
    }

    public Demand build() {
        return new Demand(evse, phases, least, most, step, reserved, held, waiting, holding, cap, wiring, goal, terms);
    }
}
