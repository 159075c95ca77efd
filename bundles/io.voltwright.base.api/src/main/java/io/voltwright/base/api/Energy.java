package io.voltwright.base.api;

import java.math.BigDecimal;

/**
 * Active energy.
 *
 * @param milliwattHours exact: piles count in tenths of a Wh, some meters in fractions
 */
public record Energy(long milliwattHours) implements Comparable<Energy> {

    public static final Energy ZERO = new Energy(0);

    public static Energy wattHours(long wattHours) {
        return new Energy(Math.multiplyExact(wattHours, 1000));
    }

    /** Rounded to the nearest mWh. */
    public static Energy wattHours(double wattHours) {
        return new Energy(Math.round(wattHours * 1000));
    }

    public static Energy milliwattHours(long milliwattHours) {
        return new Energy(milliwattHours);
    }

    /** Whole watt hours, rounded down: the form in which registers are reported to back ends. */
    public long wholeWattHours() {
        return Math.floorDiv(milliwattHours, 1000L);
    }

    public double wattHours() {
        return milliwattHours / 1000.0;
    }

    public BigDecimal kilowattHours() {
        return BigDecimal.valueOf(milliwattHours, 6);
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(milliwattHours, other.milliwattHours));
    }

    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(milliwattHours, other.milliwattHours));
    }

    public boolean exceeds(Energy other) {
        return milliwattHours > other.milliwattHours;
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(milliwattHours, other.milliwattHours);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(milliwattHours, 3).stripTrailingZeros().toPlainString() + " Wh";
    }
}
