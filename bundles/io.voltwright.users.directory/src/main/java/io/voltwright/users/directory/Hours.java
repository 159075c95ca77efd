package io.voltwright.users.directory;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hours of some days of the week, as {@code MO-FR/06:00-20:00}, {@code SA-SU} or {@code 22:00-06:00}.
 *
 * @param days on which they begin
 * @param from the first minute
 * @param to the minute after the last; not after {@code from}: the next day
 */
record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    private static final List<String> NAMES = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    /**
     * Reads what the class says.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    static Hours of(String text) {
        int slash = text.indexOf('/');
        String days = slash < 0 ? (text.contains(":") ? "MO-SU" : text) : text.substring(0, slash);
        String clock = slash < 0 ? (text.contains(":") ? text : "00:00-00:00") : text.substring(slash + 1);
        String[] ends = clock.split("-", -1);
        try {
            if (ends.length == 2) {
                return new Hours(days(days), LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "time '" + text + "' is not of the form MO-FR/06:00-20:00";
    }

    private static Set<DayOfWeek> days(String text) {
        String[] ends = text.toUpperCase(Locale.ROOT).split("-", -1);
        int first = NAMES.indexOf(ends[0]);
        int last = NAMES.indexOf(ends[ends.length - 1]);
        if (ends.length > 2 || first < 0 || last < 0) {
            throw new IllegalArgumentException("'" + text + "' names no days: MO TU WE TH FR SA SU, or two as MO-FR");
        }
        Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(first + 1));
        for (int day = first; day != last; ) {
            day = (day + 1) % NAMES.size();
            days.add(DayOfWeek.of(day + 1));
        }
        return days;
    }

    boolean include(ZonedDateTime when) {
        LocalTime time = when.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(when.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return time.isBefore(to)
                ? days.contains(when.minusDays(1).getDayOfWeek())
                : !time.isBefore(from) && days.contains(when.getDayOfWeek());
    }
}
