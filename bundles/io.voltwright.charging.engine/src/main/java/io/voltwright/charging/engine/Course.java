package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.ChargingFact.ChargingStateChanged;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingState;
import io.voltwright.charging.api.StopReason;
import io.voltwright.charging.engine.Notes.Sensed;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens while a session runs: its register is watched, its state told, samples taken. */
final class Course {

    private static final Logger log = LoggerFactory.getLogger(Course.class);

    private static final Map<StopReason, String> LIMITS = Map.of(
            StopReason.ENERGY_LIMIT, "station:energy-limit",
            StopReason.TIME_LIMIT, "station:time-limit",
            StopReason.COST_LIMIT, "station:cost-limit",
            StopReason.SOC_LIMIT, "station:soc-limit");

    private final EvseMachine machine;

    Course(EvseMachine machine) {
        this.machine = machine;
    }

    /** Looks at the register: can it be believed, is there enough. */
    void meter(Charge open, Look now, Moment time) {
        Optional<String> wrong = now.counted().flatMap(counted -> open.watch.take(counted, most(now)));
        if (wrong.isEmpty() && now.counted().isPresent()) {
            wrong = open.watch.flows(machine.presence.charging(), now.draws(), watts(now), time);
        }
        wrong.ifPresent(reason -> distrust(open, reason, time));
        machine.bounds().reached(open, now, time).ifPresent(reason -> machine.session()
                .end(reason, LIMITS.getOrDefault(reason, "station:limit"), Optional.empty(), time));
    }

    /** R24: the energy is marked and the session closed. */
    void distrust(Charge open, String reason, Moment time) {
        if (open.usable()) {
            log.warn("{}: {}; the session is closed and its energy marked as not usable", open.evse, reason);
            open.distrust();
            machine.session().end(StopReason.METER_FAILED, "station:meter", Optional.empty(), time);
        }
    }

    /** What flows by its currents, while they are good. */
    double watts(Look now) {
        return now.status()
                .currents()
                .map(i -> (i.l1().amperes() + i.l2().amperes() + i.l3().amperes())
                        * machine.voltage().volts())
                .orElse(0.0);
    }

    /** The most the pile can draw, for telling a jump of the register. */
    Power most(Look now) {
        double amperes = now.abilities().most().amperes();
        return Power.watts(amperes
                * Math.max(1, now.abilities().phases())
                * machine.voltage().volts());
    }

    void go(Charge open, Look now, Moment time) {
        ChargingState next = stateOf(open, time);
        if (open.state() != next) {
            open.state(next);
            open.samples.change();
            machine.note(new ChargingStateChanged(open.evse, open.id, next), time);
        }
        Optional<Context> due = now.counted().isPresent()
                ? open.samples.due(open.started().orElse(time), time, machine.habits)
                : Optional.empty();
        if (due.isPresent()) {
            sample(open, due.orElseThrow(), now, time);
        }
    }

    private ChargingState stateOf(Charge open, Moment time) {
        if (!open.plugged()) {
            return ChargingState.SUSPENDED_EV;
        }
        if (machine.presence.charging() && open.offer().isPositive()) {
            return ChargingState.CHARGING;
        }
        boolean young = open.state() == ChargingState.EV_CONNECTED
                && MomentText.between(open.started().orElse(time), time).compareTo(Samples.SPACING) < 0;
        if (young) {
            return ChargingState.EV_CONNECTED;
        }
        return open.offer().isPositive() ? ChargingState.SUSPENDED_EV : ChargingState.SUSPENDED_EVSE;
    }

    void sample(Charge open, Context context, Look now, Moment time) {
        Counted counted = now.counted().orElseThrow();
        Sensed sensed = Sensed.of(now.status(), machine.wiring());
        machine.note(Notes.metered(open, counted.energy(), context, Optional.of(sensed)), time);
        open.samples.taken(time);
    }
}
