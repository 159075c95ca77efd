package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.field.api.Pile;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hands a command to a pile, if there is one. */
final class Relay {

    private Relay() {}

    static void tell(
            Optional<Pile> pile,
            EvseId evse,
            Function<Pile, CompletionStage<Outcome>> command,
            Consumer<Outcome> then) {
        if (pile.isEmpty()) {
            then.accept(Outcome.refused(evse + " has no driver"));
            return;
        }
        command.apply(pile.orElseThrow())
                .whenComplete((outcome, failure) ->
                        then.accept(failure == null ? outcome : Outcome.refused(String.valueOf(failure))));
    }
}
