package io.voltwright.site.api;

import io.voltwright.base.api.ChargingMode;
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
public record EvseRules(Wiring wiring, int priority, List<Current> steps, ChargingMode mode) {

    /** To neutral, like any other. */
    public static final EvseRules USUAL = new EvseRules(Wiring.STAR, 0, List.of(), ChargingMode.FAST);

    public EvseRules {
        steps = List.copyOf(steps);
    }
}
