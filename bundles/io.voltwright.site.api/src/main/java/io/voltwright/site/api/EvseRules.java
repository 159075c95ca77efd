package io.voltwright.site.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Wiring;
import java.util.List;

/**
 * How power is given to a charging point.
 *
 * @param wiring to neutral or between lines
 * @param priority those of a higher one are served before all of a lower one; 0 is usual
 * @param steps the only currents it can be set to, rising (R46); none: any that its device takes
 * @param mode where its power comes from, unless a session says otherwise
 */
public record EvseRules(Wiring wiring, int priority, List<Current> steps, Mode mode) {

    /** To neutral, like any other. */
    public static final EvseRules USUAL = new EvseRules(Wiring.STAR, 0, List.of(), Mode.FAST);

    public EvseRules {
        steps = List.copyOf(steps);
    }

    /** Where the power of a charge comes from. */
    public enum Mode {
        /** As much as there is, now. */
        FAST,
        /** Only what would be fed into the grid otherwise. */
        SOLAR,
        /** The same, and the least a vehicle takes at any time. */
        SOLAR_AND_LEAST
    }
}
