package io.voltwright.field.profiles;

import java.math.BigDecimal;

/** What a point holds or an expression yields. */
public sealed interface Value {

    /** A register as an integer. */
    record Whole(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A quantity in the canonical unit of its dimension; never NaN. */
    record Amount(double value) implements Value {
        @Override
        public String toString() {
            return new BigDecimal(value)
                    .setScale(3, java.math.RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }

    /** A string or the hex form of bytes. */
    record Text(String value) implements Value {
        @Override
        public String toString() {
            return value;
        }
    }

    /** Yes or no. */
    record Truth(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** The number in it; NaN for text. */
    default double number() {
        if (this instanceof Whole whole) {
            return whole.value();
        }
        return this instanceof Amount amount ? amount.value() : Double.NaN;
    }

    default boolean isTrue() {
        return this instanceof Truth truth && truth.value();
    }
}
