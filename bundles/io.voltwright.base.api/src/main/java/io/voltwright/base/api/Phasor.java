package io.voltwright.base.api;

import java.util.List;

/**
 * An alternating current as an arrow: its effective value and its angle against L1 to neutral.
 *
 * @param real the part in phase with L1, in amperes (or in amperes per ampere, as a factor)
 * @param imaginary the part a quarter of a period ahead of L1
 */
public record Phasor(double real, double imaginary) {

    public static final Phasor ZERO = new Phasor(0, 0);

    /**
     * @param amperes effective value
     * @param degrees ahead of L1 to neutral
     */
    public static Phasor at(double amperes, double degrees) {
        double radians = Math.toRadians(degrees);
        return new Phasor(amperes * Math.cos(radians), amperes * Math.sin(radians));
    }

    public Phasor plus(Phasor other) {
        return new Phasor(real + other.real, imaginary + other.imaginary);
    }

    public Phasor minus(Phasor other) {
        return new Phasor(real - other.real, imaginary - other.imaginary);
    }

    public Phasor times(double factor) {
        return new Phasor(real * factor, imaginary * factor);
    }

    /** Effective value. */
    public double magnitude() {
        return Math.hypot(real, imaginary);
    }

    /**
     * The largest effective value that any part of the currents can sum to. A vehicle may draw less than it is offered, and where
     * currents oppose each other, less of one is more in the sum; what a line may carry has to hold for all of that.
     */
    public static double worst(List<Phasor> currents) {
        double worst = 0;
        for (Phasor edge : currents) {
            // What sums up most lies on one side of some line through the origin. Turn the line until it meets an
            // arrow: that arrow
            // and those along it may be on either side.
            Phasor left = ZERO;
            Phasor right = ZERO;
            Phasor along = ZERO;
            for (Phasor current : currents) {
                int side = edge.side(current);
                left = side > 0 ? left.plus(current) : left;
                right = side < 0 ? right.plus(current) : right;
                boolean same = side == 0 && edge.real * current.real + edge.imaginary * current.imaginary > 0;
                along = same ? along.plus(current) : along;
            }
            double one = Math.max(left.magnitude(), left.plus(along).magnitude());
            double other = Math.max(right.magnitude(), right.plus(along).magnitude());
            worst = Math.max(worst, Math.max(one, other));
        }
        return worst;
    }

    /** 1 where the other is ahead by less than half a period, -1 where it is behind, 0 where it is in line with this. */
    public int side(Phasor other) {
        double cross = real * other.imaginary - imaginary * other.real;
        return Math.abs(cross) <= 1e-9 * magnitude() * other.magnitude() ? 0 : cross > 0 ? 1 : -1;
    }
}
