package io.voltwright.protocol.ocpp;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The constraints that a field table can name; what breaks one is a {@link Violation} with the matching code (R-T10). */
final class Check {

    private Check() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new Violation(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, field + " is missing");
        }
        return value;
    }

    static void text(String field, String value, int most) {
        if (value.codePointCount(0, value.length()) > most) {
            throw property(field, "has more than " + most + " characters");
        }
    }

    static void text(String field, Optional<String> value, int most) {
        value.ifPresent(present -> text(field, present, most));
    }

    static void text(String field, List<String> values, int most) {
        values.forEach(value -> text(field, value, most));
    }

    static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw property(field, value + " is out of range");
        }
    }

    static void range(String field, Optional<Integer> value, int least, int most) {
        value.ifPresent(present -> range(field, present, least, most));
    }

    static void step(String field, BigDecimal value, String step) {
        if (value.remainder(new BigDecimal(step)).signum() != 0) {
            throw property(field, value.toPlainString() + " is not a multiple of " + step);
        }
    }

    static void step(String field, Optional<BigDecimal> value, String step) {
        value.ifPresent(present -> step(field, present, step));
    }

    static <T> List<T> list(String field, List<T> values, int fewest, int most) {
        if (values.size() < fewest || values.size() > most) {
            throw new Violation(
                    ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, field + " has " + values.size() + " elements");
        }
        return List.copyOf(values);
    }

    private static Violation property(String field, String what) {
        return new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, field + " " + what);
    }
}
