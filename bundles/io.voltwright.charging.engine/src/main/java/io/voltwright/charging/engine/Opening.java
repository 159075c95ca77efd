package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import io.voltwright.site.api.OpeningHours;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whether an EVSE is open at this hour, by the site file or an operator; a session that runs goes on to its end. */
final class Opening {

    static final String WORD = "hours";

    private final EvseMachine machine;
    private @Nullable OpeningHours own;
    private boolean closed;

    /**
     * @param word what an operator said before the restart
     */
    Opening(EvseMachine machine, Optional<String> word) {
        this.machine = machine;
        own = word.map(OpeningHours::of).orElse(null);
    }

    boolean closed() {
        return closed;
    }

    private OpeningHours hours() {
        return own == null ? machine.wiring().rules().hours() : own;
    }

    /** With whose they are; empty where nobody said anything. */
    String text() {
        if (own != null) {
            return own + " (operator, in place of the site file's "
                    + machine.wiring().rules().hours() + ")";
        }
        return hours().equals(OpeningHours.ALWAYS) ? "" : hours() + " (site file)";
    }

    /** What an operator says; nothing lets the site file count again. */
    void ask(String text, CompletableFuture<Outcome> reply) {
        try {
            own = text.isBlank() ? null : OpeningHours.of(text);
            machine.add(new Effect.Word(WORD, Optional.ofNullable(own).map(OpeningHours::toString)));
            reply.complete(Outcome.done());
        } catch (IllegalArgumentException e) {
            reply.complete(Outcome.refused("hours " + e.getMessage()));
        }
    }

    /** Each second. */
    void look(ZonedDateTime local, Moment time) {
        if (hours().open(local) == closed) {
            closed = !closed;
            machine.note(new AvailabilityChanged(machine.evse(), machine.operative(), "station:hours"), time);
        }
    }
}
