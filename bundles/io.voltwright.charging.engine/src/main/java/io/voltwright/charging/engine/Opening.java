package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.AvailabilityChanged;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Whether an EVSE is open at this hour; a session that runs goes on to its end. */
final class Opening {

    static final String WORD = "hours";

    private final EvseMachine machine;
    private OpeningHours hours;
    private boolean closed;

    /**
     * @param word the hours as they were before the restart
     */
    Opening(EvseMachine machine, Optional<String> word) {
        this.machine = machine;
        this.hours = OpeningHours.of(word.orElse(""));
    }

    boolean closed() {
        return closed;
    }

    void hours(OpeningHours next) {
        hours = next;
        machine.add(new Effect.Word(WORD, Optional.of(next.toString()).filter(text -> !text.isEmpty())));
    }

    /** Each second. */
    void look(ZonedDateTime local, Moment time) {
        if (hours.open(local) == closed) {
            closed = !closed;
            machine.note(new AvailabilityChanged(machine.evse(), machine.operative(), "station:hours"), time);
        }
    }
}
