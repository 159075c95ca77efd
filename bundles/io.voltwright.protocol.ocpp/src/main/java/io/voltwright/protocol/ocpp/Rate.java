package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Voltage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How fast may be charged, comparable whatever the unit it came in.
 *
 * @param amperes per phase, not rounded; at least 0
 * @param phases over which a power is spread, 1 to 3 or more
 */
record Rate(BigDecimal amperes, int phases) {

    /** Assumed where a profile does not say (errata v4 3.69). */
    static final int PHASES = 3;

    /** Enough to find the watts again that a rate came from, and far below what is told. */
    private static final int GUARD_DIGITS = 6;

    private static final BigDecimal MOST_AMPERES = new BigDecimal(1_000_000);

    /** The units of a profile. */
    enum Unit {
        /** Amperes per phase. */
        A,
        /** Watts in total. */
        W
    }

    Rate {
        amperes = amperes.stripTrailingZeros();
    }

    static Rate of(Current current, int phases) {
        return new Rate(BigDecimal.valueOf(current.milliamperes(), 3), phases);
    }

    /**
     * What a profile allows (R-K11).
     *
     * @param voltage nominal, phase to neutral
     */
    static Rate of(BigDecimal limit, Unit unit, int phases, Voltage voltage) {
        BigDecimal amperes = unit == Unit.A ? limit : limit.divide(volts(voltage, phases), MathContext.DECIMAL64);
        return new Rate(amperes, phases);
    }

    /** The lower current on the fewer phases (R-K09, R-K12). */
    Rate min(Rate other) {
        return new Rate(amperes.min(other.amperes), Math.min(phases, other.phases));
    }

    /** In whole milliamperes, never more than allowed. */
    Current current() {
        return Current.milliamperes(amperes.min(MOST_AMPERES)
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .intValueExact());
    }

    /** In tenths of the unit, never more than allowed. */
    BigDecimal in(Unit unit, Voltage voltage) {
        BigDecimal exact = unit == Unit.A ? amperes : amperes.multiply(volts(voltage, phases));
        return exact.setScale(GUARD_DIGITS, RoundingMode.HALF_UP).setScale(1, RoundingMode.DOWN);
    }

    private static BigDecimal volts(Voltage voltage, int phases) {
        return BigDecimal.valueOf(voltage.millivolts(), 3).multiply(BigDecimal.valueOf(phases));
    }
}
