package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.Optional;

/** What pile and car need that is less, or more, than their plates say: heat, ventilation, a shy car, a welded contactor. */
final class Restraints {

    private static final Current PROVEN = Current.milliamperes(500);

    private final EvseMachine machine;
    private final Derating derating = new Derating();
    private final LeastCurrent least = new LeastCurrent();
    private boolean begun;

    Restraints(EvseMachine machine) {
        this.machine = machine;
    }

    /** The most it can use now, and who says so. */
    Outlook.Most most(Current held, Duration now) {
        Outlook.Most most = Outlook.most(machine);
        Look look = machine.look().orElse(null);
        if (look == null) {
            return most;
        }
        if (!begun) {
            begun = true;
            if (machine.charge().filter(Charge::hasTaken).isPresent()) {
                least.settle();
            }
        }
        if (machine.plugged()) {
            look.draws().filter(draws -> look.heard()).ifPresent(draws -> least.look(held, draws, now));
        } else {
            least.forget();
            machine.cable.forget();
        }
        Optional<Current> learned = machine.cable.most();
        if (learned.isPresent()) {
            most = most.lower(learned.orElseThrow(), "the pile, which refuses more");
        }
        Optional<Current> hot = derating.look(held, look, now);
        if (hot.isPresent()) {
            most = most.lower(hot.orElseThrow(), "the pile's temperature");
        }
        if (machine.phaseSwitch().underWay()) {
            most = most.lower(Current.ZERO, "the change of its phases");
        }
        boolean needsAir = look.status().pilot() == PilotState.D && look.heard();
        if (needsAir && !Outlook.ventilated(machine)) {
            most = most.lower(Current.ZERO, "the car, which needs ventilation that is not there");
        }
        return most;
    }

    /** The abilities to plan with. */
    PileAbilities abilities(Look look) {
        PileAbilities can = look.abilities();
        // R32: a pile that cannot open may draw all it can, until its meter proves that nothing flows.
        boolean proven = look.heard()
                && look.draws().filter(draws -> !draws.exceeds(PROVEN)).isPresent();
        boolean bound = can.failSafe() && (!machine.faults().welded() || proven);
        Current smallest = can.least().max(least.least());
        if (bound == can.failSafe() && smallest.equals(can.least())) {
            return can;
        }
        return can.planned(smallest, bound);
    }
}
