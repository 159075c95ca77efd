package io.voltwright.base.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount that can be paid: whole minor units of a currency (ISO 4217).
 *
 * @param minorUnits cents, yen, fils; negative for money given back
 * @param currency the currency that says how many digits the minor unit has
 */
public record Money(long minorUnits, Currency currency) {

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** The one place where amounts are rounded: half up, to the currency's minor unit. */
    public static Money rounded(BigDecimal amount, Currency currency) {
        BigDecimal exact = amount.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP);
        return new Money(exact.unscaledValue().longValueExact(), currency);
    }

    public BigDecimal amount() {
        return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    }

    /**
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        requireSame(other);
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
    }

    /**
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money minus(Money other) {
        requireSame(other);
        return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency);
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot join " + currency + " and " + other.currency);
        }
    }

    @Override
    public String toString() {
        return amount().toPlainString() + " " + currency.getCurrencyCode();
    }
}
