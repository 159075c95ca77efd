package io.voltwright.site.api;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a charging point is open, in the site's local time: {@code Mo-Fr 06:00-22:00; Sa 08:00-18:00}, or {@code always}. */
public final class OpeningHours {

    public static final OpeningHours ALWAYS = new OpeningHours("always", List.of());

    private static final List<String> DAYS = List.of("mo", "tu", "we", "th", "fr", "sa", "su");
    private static final String DAY = "(mon?|tue?|wed?|thu?|fri?|sat?|sun?)";
    private static final Pattern RULE = Pattern.compile(
            "(?:" + DAY + "(?:-" + DAY + ")? )?(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)", Pattern.CASE_INSENSITIVE);
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
     * @param text days and times between semicolons, or {@code always}, as which nothing counts too
     * @throws IllegalArgumentException with what is wrong and an example
     */
    public static OpeningHours of(String text) {
        if (text.strip().equals(ALWAYS.text)) {
            return ALWAYS;
        }
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

    private static Set<DayOfWeek> days(@Nullable String first, @Nullable String last) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        DayOfWeek day = day(first);
        DayOfWeek end = last == null ? day : day(last);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != end) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return DayOfWeek.of(DAYS.indexOf(name.substring(0, 2).toLowerCase(Locale.ROOT)) + 1);
    }

    /** Whether it is open at a local time. */
    public boolean open(ZonedDateTime at) {
        LocalTime time = at.toLocalTime();
        int minute = time.getHour() * 60 + time.getMinute();
        return spans.isEmpty() || spans.stream().anyMatch(span -> span.holds(at.getDayOfWeek(), minute));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OpeningHours hours && hours.spans.equals(spans);
    }

    @Override
    public int hashCode() {
        return spans.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
