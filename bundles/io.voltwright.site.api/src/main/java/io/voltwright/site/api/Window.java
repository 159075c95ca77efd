package io.voltwright.site.api;

import io.voltwright.base.api.Current;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A limit by the time of day in the site's zone.
 *
 * @param days on which it begins
 * @param from when it begins
 * @param to when it ends; not after {@code from} is the next day
 * @param limit per line
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, Current limit) {

    public Window {
        days = Set.copyOf(days);
    }

    /** Whether it holds then. */
    public boolean holds(ZonedDateTime at) {
        return holds(days, from, to, at);
    }

    static boolean holds(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZonedDateTime at) {
        LocalTime time = at.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return (time.isBefore(to) && days.contains(at.getDayOfWeek().minus(1)))
                || (!time.isBefore(from) && days.contains(at.getDayOfWeek()));
    }
}
