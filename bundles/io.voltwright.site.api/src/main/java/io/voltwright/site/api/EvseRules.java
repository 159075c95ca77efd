package io.voltwright.site.api;

import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.Wiring;
import java.util.List;

/**
 * How and when power is given to a charging point.
 *
 * @param wiring to neutral or between lines
 * @param priority those of a higher one are served before all of a lower one; 0 is usual
 * @param steps the only currents it can be set to, rising (R46); none: any that its device takes
 * @param mode where its power comes from, unless a session says otherwise
 * @param hours when it is open; outside of them nothing starts
 * @param emergencyZone whose emergency stops stop it (R33); those without a name form one zone
 * @param ventilated whether a car may charge there that needs ventilation, state D of IEC 61851-1 (R31)
 */
public record EvseRules(
        Wiring wiring,
        int priority,
        List<Current> steps,
        ChargingMode mode,
        OpeningHours hours,
        String emergencyZone,
        boolean ventilated) {

    /** To neutral, like any other. */
    public static final EvseRules USUAL = new EvseRules(Wiring.STAR, 0, List.of(), ChargingMode.FAST);

    public EvseRules {
        steps = List.copyOf(steps);
    }

    /** Always open, in the zone of all, not ventilated. */
    public EvseRules(Wiring wiring, int priority, List<Current> steps, ChargingMode mode) {
        this(wiring, priority, steps, mode, OpeningHours.ALWAYS, "", false);
    }
}
