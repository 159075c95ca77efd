package io.voltwright.base.api;

/**
 * A three-phase transformer between a node and its parent, without losses and magnetising current.
 *
 * @param group how its windings are connected
 * @param turns of a primary winding per turn of a secondary one. With a delta primary that is the primary voltage between lines
 *     over the secondary one to neutral: 4 for 480 V to 120/208 V
 */
public record Transformer(Group group, double turns) {

    /** Vector groups of IEC 60076-1: primary, secondary, and by how many twelfths of a turn the secondary lags. */
    public enum Group {
        YNYN0,
        DYN1,
        DYN5,
        DYN11
    }

    /**
     * @throws IllegalArgumentException unless {@code turns} is positive
     */
    public Transformer {
        if (!(turns > 0)) {
            throw new IllegalArgumentException("turns " + turns + ": must be positive");
        }
    }

    /** What flows in the primary lines, from the secondary ones; at the same angle as the voltages there. */
    public LineCurrents primary(LineCurrents secondary) {
        Phasor a = secondary.l1().times(1 / turns);
        Phasor b = secondary.l2().times(1 / turns);
        Phasor c = secondary.l3().times(1 / turns);
        if (group == Group.YNYN0) {
            return new LineCurrents(a, b, c);
        }
        // A primary line feeds two windings of the delta; the secondary lines load one each.
        if (group == Group.DYN1) {
            return new LineCurrents(a.minus(b), b.minus(c), c.minus(a));
        }
        return group == Group.DYN11
                ? new LineCurrents(a.minus(c), b.minus(a), c.minus(b))
                : new LineCurrents(c.minus(a), a.minus(b), b.minus(c));
    }
}
