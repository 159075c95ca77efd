package io.voltwright.base.api;

import java.util.List;

/** How a charging point is connected to the lines of the grid. */
public enum Wiring {

    /** Each of its phases to neutral, as where the vehicle is fed with 230/400 V. */
    STAR,

    /** Between lines, as where the vehicle is fed with 208 V out of 120/208 V; one that loads two lines is one leg of the delta. */
    DELTA;

    /**
     * What flows in the lines per ampere of its share; the power factor is taken as 1, which a vehicle's charger is held to
     * (IEC 61000-3-12).
     *
     * @param phases those it loads, any order; none named is all. With {@code DELTA} two or three
     * @throws IllegalArgumentException for one phase with {@code DELTA}
     */
    public LineCurrents perAmpere(List<Phase> phases) {
        if (this == DELTA && phases.size() == 1) {
            throw new IllegalArgumentException("between lines, but only " + phases + " is named: name two or three");
        }
        // With all three lines loaded alike nobody sees from outside which way it is connected.
        if (this == STAR || phases.size() != 2) {
            return new LineCurrents(
                    star(phases, Phase.L1, 0), star(phases, Phase.L2, -120), star(phases, Phase.L3, 120));
        }
        if (!phases.contains(Phase.L3)) {
            return leg(Phase.L1, Phase.L2, 30);
        }
        return phases.contains(Phase.L2) ? leg(Phase.L2, Phase.L3, -90) : leg(Phase.L3, Phase.L1, 150);
    }

    private static Phasor star(List<Phase> phases, Phase phase, double degrees) {
        return phases.isEmpty() || phases.contains(phase) ? Phasor.at(1, degrees) : Phasor.ZERO;
    }

    /** The voltage from one line to the next is 30 degrees ahead of the first; the current comes back in the second. */
    private static LineCurrents leg(Phase from, Phase to, double degrees) {
        return new LineCurrents(
                leg(Phase.L1, from, to, degrees), leg(Phase.L2, from, to, degrees), leg(Phase.L3, from, to, degrees));
    }

    private static Phasor leg(Phase line, Phase from, Phase to, double degrees) {
        if (line == from) {
            return Phasor.at(1, degrees);
        }
        return line == to ? Phasor.at(-1, degrees) : Phasor.ZERO;
    }
}
