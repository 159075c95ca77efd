package io.voltwright.protocol.ocpp;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The limits of a charging profile over time.
 *
 * @param start of its first occurrence; empty where it counts from the start of a transaction
 * @param duration of one occurrence; empty: until it recurs, or for ever
 * @param periods each until the next; ascending, the first at 0
 * @param least below this charging is inefficient; advice only (R-K18)
 */
record Schedule(
        Kind kind,
        Optional<Instant> start,
        Optional<Duration> duration,
        Rate.Unit unit,
        List<Period> periods,
        Optional<BigDecimal> least) {

    /** How it lies in time; a day and a week are 24 hours and 7 days of real time (errata v3 3.79, R-K06). */
    enum Kind {
        ABSOLUTE(Optional.empty()),
        RELATIVE(Optional.empty()),
        DAILY(Optional.of(Duration.ofDays(1))),
        WEEKLY(Optional.of(Duration.ofDays(7)));

        private final Optional<Duration> recurs;

        Kind(Optional<Duration> recurs) {
            this.recurs = recurs;
        }

        Optional<Duration> recurs() {
            return recurs;
        }
    }

    /**
     * One limit.
     *
     * @param start after the start of the occurrence, in whole seconds
     * @param limit in the unit of the schedule, at least 0
     * @param phases over which a power is spread; empty: 3
     */
    record Period(Duration start, BigDecimal limit, Optional<Integer> phases) {}

    Schedule {
        periods = List.copyOf(periods);
    }

    /** Where a moment lies: the start of the occurrence, and how long that lasts; empty length: for ever. */
    private record Occurrence(Instant start, Optional<Duration> length) {}

    /**
     * The period in force; empty before the first occurrence, after an occurrence's end, and in the gap before the next (R-K07).
     *
     * @param origin when the first occurrence starts
     */
    Optional<Period> at(Instant time, Instant origin) {
        if (time.isBefore(origin)) {
            return Optional.empty();
        }
        Occurrence occurrence = occurrence(time, origin);
        Duration position = Duration.between(occurrence.start(), time);
        return over(occurrence, position) ? Optional.empty() : Optional.of(periods.get(index(position)));
    }

    /** When {@link #at} may answer differently for the first time after a moment; empty: never. */
    Optional<Instant> changeAfter(Instant time, Instant origin) {
        if (time.isBefore(origin)) {
            return Optional.of(origin);
        }
        Occurrence occurrence = occurrence(time, origin);
        Duration position = Duration.between(occurrence.start(), time);
        Optional<Instant> again = kind.recurs().map(occurrence.start()::plus);
        if (over(occurrence, position)) {
            return again;
        }
        int next = index(position) + 1;
        if (next < periods.size() && !over(occurrence, periods.get(next).start())) {
            return Optional.of(occurrence.start().plus(periods.get(next).start()));
        }
        return occurrence.length().map(occurrence.start()::plus);
    }

    private Occurrence occurrence(Instant time, Instant origin) {
        if (kind.recurs().isEmpty()) {
            return new Occurrence(origin, duration);
        }
        Duration recurs = kind.recurs().orElseThrow();
        long past = Duration.between(origin, time).dividedBy(recurs);
        // What reaches beyond the next occurrence is cut off.
        Duration length = duration.filter(given -> given.compareTo(recurs) < 0).orElse(recurs);
        return new Occurrence(origin.plus(recurs.multipliedBy(past)), Optional.of(length));
    }

    private static boolean over(Occurrence occurrence, Duration position) {
        return occurrence
                .length()
                .filter(length -> position.compareTo(length) >= 0)
                .isPresent();
    }

    /** The last period that has begun. */
    private int index(Duration position) {
        int low = 0;
        int high = periods.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (periods.get(middle).start().compareTo(position) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
