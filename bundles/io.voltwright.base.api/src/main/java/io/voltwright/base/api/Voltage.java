package io.voltwright.base.api;

import java.math.BigDecimal;

/**
 * A voltage, phase to neutral unless said otherwise.
 *
 * @param millivolts exact
 */
public record Voltage(int millivolts) {

    public static Voltage volts(int volts) {
        return new Voltage(Math.multiplyExact(volts, 1000));
    }

    /** Rounded to the nearest millivolt. */
    public static Voltage volts(double volts) {
        return new Voltage(Math.toIntExact(Math.round(volts * 1000)));
    }

    public double volts() {
        return millivolts / 1000.0;
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(millivolts, 3).stripTrailingZeros().toPlainString() + " V";
    }
}
