package io.voltwright.charging.api;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Energy;
import java.time.Instant;
import java.util.Optional;

/**
 * What a driver or operator said of a session; what is left out is as the site file has it.
 *
 * @param departure when the car leaves
 * @param energy what it needs from the start of the session until then
 * @param priority 0 to 9; those of a higher one are served before all of a lower one
 * @param mode where its power comes from, and when
 */
public record Wish(
        Optional<Instant> departure, Optional<Energy> energy, Optional<Integer> priority, Optional<ChargingMode> mode) {

    public static final Wish NONE = new Wish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * @throws IllegalArgumentException for a priority outside 0 to 9, or an energy that is not positive
     */
    public Wish {
        if (priority.filter(value -> value < 0 || value > 9).isPresent()) {
            throw new IllegalArgumentException("priority " + priority.orElseThrow() + ": use 0 to 9");
        }
        if (energy.filter(value -> value.milliwattHours() <= 0).isPresent()) {
            throw new IllegalArgumentException("energy " + energy.orElseThrow() + ": use more than 0");
        }
    }
}
