package io.voltwright.base.api;

import java.math.BigDecimal;

/**
 * A current per phase.
 *
 * @param milliamperes exact; negative where a meter sees export
 */
public record Current(int milliamperes) implements Comparable<Current> {

    public static final Current ZERO = new Current(0);

    /** The least a vehicle may be offered; between 0 and this there is nothing (IEC 61851-1 table A.7, R6). */
    public static final Current MINIMUM = amperes(6);

    public static Current amperes(int amperes) {
        return new Current(Math.multiplyExact(amperes, 1000));
    }

    /** Rounded to the nearest milliampere. */
    public static Current amperes(double amperes) {
        return new Current(Math.toIntExact(Math.round(amperes * 1000)));
    }

    public static Current milliamperes(int milliamperes) {
        return new Current(milliamperes);
    }

    public double amperes() {
        return milliamperes / 1000.0;
    }

    public boolean isZero() {
        return milliamperes == 0;
    }

    public boolean isPositive() {
        return milliamperes > 0;
    }

    public Current plus(Current other) {
        return new Current(Math.addExact(milliamperes, other.milliamperes));
    }

    public Current minus(Current other) {
        return new Current(Math.subtractExact(milliamperes, other.milliamperes));
    }

    public Current min(Current other) {
        return milliamperes <= other.milliamperes ? this : other;
    }

    public Current max(Current other) {
        return milliamperes >= other.milliamperes ? this : other;
    }

    public boolean exceeds(Current other) {
        return milliamperes > other.milliamperes;
    }

    @Override
    public int compareTo(Current other) {
        return Integer.compare(milliamperes, other.milliamperes);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(milliamperes, 3).stripTrailingZeros().toPlainString() + " A";
    }
}
