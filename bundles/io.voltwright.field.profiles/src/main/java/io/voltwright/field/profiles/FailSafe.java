package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.Optional;

/**
 * What a pile does when left alone, and how it is kept content (P12, R34, R35).
 *
 * @param style what feeds its watchdog
 * @param register the point a heart-beat writes; empty for styles without
 * @param beat what a heart-beat writes there, where that is a constant
 * @param timeout the point that takes the watchdog time; empty if it is fixed
 * @param least shortest watchdog time
 * @param most longest watchdog time
 * @param period of the heart-beat, a formula of {@code timeout}
 * @param current the point that takes the fail-safe current; empty if it is fixed
 * @param currentLeast smallest fail-safe current above 0
 * @param currentMost largest fail-safe current
 * @param verifyTimeout point that reads the armed time back
 * @param verifyCurrent point that reads the armed current back
 * @param tripEnergises whether a trip can switch an idle pile on
 */
public record FailSafe(
        Style style,
        Optional<String> register,
        Optional<Expression> beat,
        Optional<String> timeout,
        Duration least,
        Duration most,
        Optional<Expression> period,
        Optional<String> current,
        Current currentLeast,
        Current currentMost,
        Optional<String> verifyTimeout,
        Optional<String> verifyCurrent,
        boolean tripEnergises) {

    /** The shapes of a watchdog. */
    public enum Style {
        /** It has none: planned at its hardware limit. */
        NONE,
        /** A register wants to be written. */
        HEARTBEAT,
        /** Writing the watchdog time again restarts it. */
        REWRITE_TIMEOUT,
        /** The set-point expires. */
        REWRITE_SETPOINT,
        /** Every request counts. */
        ANY_READ,
        /**
         * A register wants to be written, but what happens without is not known or cannot be read back: it is fed, and planned as
         * if it had none (R34).
         */
        KEEP_ALIVE
    }

    static final FailSafe NONE = new FailSafe(
            Style.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Current.ZERO,
            Current.ZERO,
            Optional.empty(),
            Optional.empty(),
            false);

    /** Whether it can be relied on. */
    public boolean exists() {
        return style != Style.NONE && style != Style.KEEP_ALIVE;
    }

    /** How often its watchdog must be fed when it is set to this time. */
    Duration periodFor(Duration time) {
        Value seconds = new Value.Amount(time.toMillis() / 1000.0);
        return period.flatMap(formula -> formula.value(name -> Optional.of(seconds)))
                .map(value -> Duration.ofMillis((long) (value.number() * 1000)))
                .orElse(time.dividedBy(3));
    }

    /** The watchdog time it can take that comes closest. */
    Duration timeFor(Duration wanted) {
        if (wanted.compareTo(least) < 0) {
            return least;
        }
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    /**
     * The fail-safe current it can take that comes closest from below.
     *
     * @param site what the site says; the only one where the device does not let it be set
     */
    Current currentFor(Current wanted, Current site) {
        if (current.isEmpty()) {
            return site;
        }
        return currentLeast.exceeds(wanted) ? Current.ZERO : wanted.min(currentMost);
    }
}
