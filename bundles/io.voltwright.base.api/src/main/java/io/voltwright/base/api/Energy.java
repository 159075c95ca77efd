package io.voltwright.base.api;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Active energy.
 *
 * @param milliwattHours exact: piles count in tenths of a Wh, some meters in fractions
 */
public record Energy(long milliwattHours) implements Comparable<Energy> {

    public static final Energy ZERO = new Energy(0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?(kWh|Wh)?");

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

    /**
     * An energy as people write it.
     *
     * @param text as {@code 20kWh}, {@code 12.4 kWh} or {@code 500Wh}; a bare number is kWh
     * @throws IllegalArgumentException with the value and what to write instead
     */
    public static Energy parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("energy '" + text + "': write 20kWh, 12.4kWh or 500Wh");
        }
        BigDecimal exact = new BigDecimal(parts.group(1)).movePointRight("Wh".equals(parts.group(2)) ? 3 : 6);
        try {
            return new Energy(exact.longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("energy '" + text + "': write it no finer than a thousandth of a Wh", e);
        }
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
