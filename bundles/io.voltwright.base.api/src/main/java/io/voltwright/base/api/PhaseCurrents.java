package io.voltwright.base.api;

/** A current on each phase of the grid. */
public record PhaseCurrents(Current l1, Current l2, Current l3) {

    public static final PhaseCurrents ZERO = new PhaseCurrents(Current.ZERO, Current.ZERO, Current.ZERO);

    public static PhaseCurrents amperes(double l1, double l2, double l3) {
        return new PhaseCurrents(Current.amperes(l1), Current.amperes(l2), Current.amperes(l3));
    }

    public static PhaseCurrents same(Current current) {
        return new PhaseCurrents(current, current, current);
    }

    public Current on(Phase phase) {
        if (phase == Phase.L1) {
            return l1;
        }
        return phase == Phase.L2 ? l2 : l3;
    }

    public PhaseCurrents plus(PhaseCurrents other) {
        return new PhaseCurrents(l1.plus(other.l1), l2.plus(other.l2), l3.plus(other.l3));
    }

    /** The largest of the three. */
    public Current most() {
        return l1.max(l2).max(l3);
    }

    @Override
    public String toString() {
        return l1 + " / " + l2 + " / " + l3;
    }
}
