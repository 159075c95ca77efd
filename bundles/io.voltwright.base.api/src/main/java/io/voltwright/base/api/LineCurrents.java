package io.voltwright.base.api;

/** What flows in the three lines of one place of the site, as phasors: currents of different angles do not simply add. */
public record LineCurrents(Phasor l1, Phasor l2, Phasor l3) {

    public static final LineCurrents ZERO = new LineCurrents(Phasor.ZERO, Phasor.ZERO, Phasor.ZERO);

    public Phasor on(Phase phase) {
        if (phase == Phase.L1) {
            return l1;
        }
        return phase == Phase.L2 ? l2 : l3;
    }

    public LineCurrents plus(LineCurrents other) {
        return new LineCurrents(l1.plus(other.l1), l2.plus(other.l2), l3.plus(other.l3));
    }

    public LineCurrents times(double factor) {
        return new LineCurrents(l1.times(factor), l2.times(factor), l3.times(factor));
    }
}
