package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.Pile;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks a pile for what is no offer: other phases, a waking, its lock, a reset; answers come back on the lane. */
final class PileOrders {

    private final EvseMachine machine;
    private final Watches watches;
    private final Supplier<Optional<Pile>> pile;
    private final Consumer<Consumer<Moment>> lane;

    PileOrders(EvseMachine machine, Watches watches, Supplier<Optional<Pile>> pile, Consumer<Consumer<Moment>> lane) {
        this.machine = machine;
        this.watches = watches;
        this.pile = pile;
        this.lane = lane;
    }

    /** Whether it was an order to the pile. */
    boolean perform(Effect effect) {
        if (effect instanceof Effect.Phases phases) {
            tell(
                    driver -> driver.switchPhases(phases.phases()),
                    outcome -> lane.accept(now -> machine.phaseSwitch().answered(outcome)));
        } else if (effect instanceof Effect.Wake) {
            tell(Pile::wake, outcome -> lane.accept(now -> watches.woken(outcome, now)));
        } else if (effect instanceof Effect.Unlock unlock) {
            tell(Pile::unlock, unlock.reply()::complete);
        } else if (effect instanceof Effect.Reset reset) {
            tell(
                    Pile::resetFault,
                    outcome -> lane.accept(
                            now -> reset.reply().complete(machine.faults().reset(outcome))));
        } else {
            return false;
        }
        return true;
    }

    private void tell(Function<Pile, CompletionStage<Outcome>> command, Consumer<Outcome> then) {
        Relay.tell(pile.get(), machine.evse(), command, then);
    }
}
