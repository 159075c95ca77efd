package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Voltage;
import io.voltwright.base.api.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The power modules of a shared DC cabinet (R46): each outlet gets whole ones, and no more are in use than there are.
 *
 * @param count how many there are
 * @param each the power of one, on the side of the supply; positive
 */
record Modules(int count, Power each) {

    Power all() {
        return Power.milliwatts(Math.multiplyExact(each.milliwatts(), (long) count));
    }

    /**
     * What one, two, three of them are in a supply line; rounded down, so that all together are not over {@link #all}.
     *
     * @param voltage line to neutral
     * @param phases those of the outlet
     * @param most the most its supply carries, where that is known
     */
    List<Current> steps(Voltage voltage, Wiring wiring, List<Phase> phases, Optional<Current> most) {
        boolean leg = wiring == Wiring.DELTA && phases.size() == 2;
        double perAmpere = voltage.volts() * (leg ? Math.sqrt(3) : phases.size());
        List<Current> steps = new ArrayList<>();
        for (int modules = 1; modules <= count; modules++) {
            Current current = Current.milliamperes((int)
                    Math.min(Integer.MAX_VALUE, Math.floor(modules * (double) each.milliwatts() / perAmpere + 1e-6)));
            if (steps.isEmpty() || most.filter(current::exceeds).isEmpty()) {
                steps.add(current);
            }
        }
        return steps;
    }
}
