package io.voltwright.base.api;

import java.math.BigDecimal;

/**
 * Active power; positive flows into the vehicle.
 *
 * @param milliwatts exact
 */
public record Power(long milliwatts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    public static Power watts(long watts) {
        return new Power(Math.multiplyExact(watts, 1000));
    }

    /** Rounded to the nearest milliwatt. */
    public static Power watts(double watts) {
        return new Power(Math.round(watts * 1000));
    }

    public static Power milliwatts(long milliwatts) {
        return new Power(milliwatts);
    }

    public double watts() {
        return milliwatts / 1000.0;
    }

    public Power plus(Power other) {
        return new Power(Math.addExact(milliwatts, other.milliwatts));
    }

    public boolean exceeds(Power other) {
        return milliwatts > other.milliwatts;
    }

    @Override
    public int compareTo(Power other) {
        return Long.compare(milliwatts, other.milliwatts);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(milliwatts, 3).stripTrailingZeros().toPlainString() + " W";
    }
}
