package io.voltwright.site.api;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * What energy costs the site by the time of day in its zone. It decides when cars charge that may wait, never what they pay.
 *
 * @param days on which it begins
 * @param from when it begins
 * @param to when it ends; not after {@code from} is the next day
 * @param perKilowattHour in any one unit of money
 */
public record Price(Set<DayOfWeek> days, LocalTime from, LocalTime to, BigDecimal perKilowattHour) {

    public Price {
        days = Set.copyOf(days);
    }

    /** Whether it holds then. */
    public boolean holds(ZonedDateTime at) {
        return Window.holds(days, from, to, at);
    }
}
