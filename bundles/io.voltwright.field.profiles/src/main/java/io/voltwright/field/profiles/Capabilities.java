package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a device can do (P15).
 *
 * @param phases 1 or 3
 * @param setPoint how its current is set; empty for meters
 * @param flags yes-or-no abilities by name
 * @param phaseSwitch how it changes between one and three phases; empty if it cannot
 */
public record Capabilities(
        Expression phases,
        Optional<SetPoint> setPoint,
        Map<String, Expression> flags,
        Optional<PhaseSwitch> phaseSwitch) {

    /** How "off" is said (P11). */
    public enum Zero {
        /** The action {@code disable}. */
        VIA_ENABLE,
        /** A set-point of 0. */
        ZERO_CURRENT
    }

    /**
     * The range of the current that may be set.
     *
     * @param least smallest above 0
     * @param step granularity
     * @param most hardware limit, where the profile knows it
     * @param mostPoint the point that says it, where the device knows it
     * @param zero how off is said
     */
    public record SetPoint(
            Current least, Current step, Optional<Current> most, Optional<String> mostPoint, Zero zero) {}

    /**
     * A change between one and three phases.
     *
     * @param condition whether this device can
     * @param minOff pause before
     * @param minDwell least time between two
     */
    public record PhaseSwitch(Expression condition, Duration minOff, Duration minDwell) {}

    public boolean has(String flag, Expression.Scope scope) {
        Expression condition = flags.get(flag);
        return condition != null && condition.holds(scope);
    }
}
