package io.voltwright.charging.engine;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a charging point is open, written as {@code Mo-Fr 06:00-22:00; Sa 08:00-18:00}; nothing written means always. */
final class OpeningHours {

    static final OpeningHours ALWAYS = new OpeningHours("", List.of());

    private static final List<String> DAYS = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");
    private static final String DAY = "(Mo|Tu|We|Th|Fr|Sa|Su)";
    private static final Pattern RULE =
            Pattern.compile("(?:" + DAY + "(?:-" + DAY + ")? )?(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
    private static final int DAY_MINUTES = (int) Duration.ofDays(1).toMinutes();

    private final String text;
    private final List<Span> spans;

    /** Minutes of the days it begins on; an end at or before the beginning is on the next day. */
    private record Span(Set<DayOfWeek> days, int from, int to) {

        boolean holds(DayOfWeek day, int minute) {
            boolean late = to > DAY_MINUTES && minute < to - DAY_MINUTES && days.contains(day.minus(1));
            return late || (days.contains(day) && minute >= from && minute < to);
        }
    }

    private OpeningHours(String text, List<Span> spans) {
        this.text = text;
        this.spans = List.copyOf(spans);
    }

    /**
     * @throws IllegalArgumentException with what is wrong and an example
     */
    static OpeningHours of(String text) {
        List<Span> spans = new ArrayList<>();
        for (String rule : text.split(";", -1)) {
            if (!rule.isBlank()) {
                spans.add(span(rule.strip()));
            }
        }
        return spans.isEmpty() ? ALWAYS : new OpeningHours(text.strip(), spans);
    }

    private static Span span(String rule) {
        Matcher parts = RULE.matcher(rule);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + rule + "': write as 'Mo-Fr 06:00-22:00; Sa 08:00-18:00'");
        }
        int from = minute(rule, parts.group(3), parts.group(4));
        int to = minute(rule, parts.group(5), parts.group(6));
        return new Span(days(parts.group(1), parts.group(2)), from, to > from ? to : to + DAY_MINUTES);
    }

    private static int minute(String rule, String hours, String minutes) {
        int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        if (minute > DAY_MINUTES || Integer.parseInt(minutes) > 59) {
            throw new IllegalArgumentException("'" + rule + "': times are 00:00 to 24:00");
        }
        return minute;
    }

    private static Set<DayOfWeek> days(String first, String last) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        DayOfWeek day = DayOfWeek.of(DAYS.indexOf(first) + 1);
        DayOfWeek end = last == null ? day : DayOfWeek.of(DAYS.indexOf(last) + 1);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != end) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    /** Whether it is open at a local time. */
    boolean open(ZonedDateTime at) {
        LocalTime time = at.toLocalTime();
        int minute = time.getHour() * 60 + time.getMinute();
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.holds(at.getDayOfWeek(), minute));
    }

    @Override
    public String toString() {
        return text;
    }
}
