package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Coming;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the days before teach of the next 24 hours: each car of a past day comes again at its time, as likely as its day is one of
 * so many. Working days teach working days, and week-ends week-ends. Nothing of today is looked at.
 */
final class PastDays {

    /** Longer ago teaches nothing of now. */
    static final int DAYS = 28;

    private static final Duration AHEAD = Duration.ofHours(24);

    /**
     * A car that was here.
     *
     * @param wanted what it said that it needs
     * @param leaves when it said that it leaves; local, after {@code comes}
     * @param most the most it could use
     */
    record Stay(EvseId evse, LocalDateTime comes, LocalDateTime leaves, Energy wanted, Current most) {}

    /** By the day on which they came. */
    private final NavigableMap<LocalDate, List<Stay>> days = new TreeMap<>();

    void add(Stay stay) {
        days.computeIfAbsent(stay.comes().toLocalDate(), day -> new ArrayList<>())
                .add(stay);
    }

    /** Who may come within 24 hours, the first first; empty as long as no day like it was seen. */
    List<Coming> coming(LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        days.headMap(today.minusDays(DAYS)).clear();
        List<Coming> coming = new ArrayList<>();
        coming.addAll(on(today, now));
        coming.addAll(on(today.plusDays(1), now));
        coming.sort(Comparator.comparing(Coming::in).thenComparing(Coming::evse));
        return coming;
    }

    private List<Coming> on(LocalDate day, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        List<LocalDate> alike = days.isEmpty()
                ? List.of()
                : days.firstKey()
                        .datesUntil(today.isAfter(days.firstKey()) ? today : days.firstKey())
                        .filter(past -> isWeekend(past) == isWeekend(day))
                        .toList();
        List<Coming> coming = new ArrayList<>();
        for (LocalDate past : alike) {
            for (Stay stay : days.getOrDefault(past, List.of())) {
                Duration in = Duration.between(now, day.atTime(stay.comes().toLocalTime()));
                if (in.compareTo(Duration.ZERO) > 0 && in.compareTo(AHEAD) <= 0) {
                    Duration left = in.plus(Duration.between(stay.comes(), stay.leaves()));
                    coming.add(new Coming(stay.evse(), in, left, stay.wanted(), stay.most(), 1.0 / alike.size()));
                }
            }
        }
        return coming;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    }
}
