package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Problem;

/** What is left on every node and line once all that may flow is set aside. */
final class Headroom {

    private final Lines lines;

    Headroom(Problem problem) {
        lines = new Lines(problem.grid(), problem.demands());
    }

    /** Sets a current aside on all nodes above the EVSE; negative gives it back. */
    void take(EvseId evse, Current current) {
        lines.add(evse, current);
    }

    /** Whether so much more fits everywhere. */
    boolean fits(EvseId evse, Current more) {
        return lines.carry(evse, more);
    }
}
