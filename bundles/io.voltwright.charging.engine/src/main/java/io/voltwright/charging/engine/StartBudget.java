package io.voltwright.charging.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Spares a contactor: a pause between its closings, and so many in an hour and a day (R27). */
final class StartBudget {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Settings settings;
    private final Deque<Duration> starts = new ArrayDeque<>();

    StartBudget(Settings settings) {
        this.settings = settings;
    }

    void started(Duration now) {
        starts.addLast(now);
        while (starts.size() > settings.startsPerDay()) {
            starts.removeFirst();
        }
    }

    /** How long the next start has to wait; zero if it may be now. */
    Duration wait(Duration now) {
        Duration wait = Duration.ZERO;
        if (!starts.isEmpty()) {
            wait = starts.getLast().plus(settings.startSpacing()).minus(now);
            wait = longer(wait, full(settings.startsPerHour(), HOUR, now));
            wait = longer(wait, full(settings.startsPerDay(), DAY, now));
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private Duration full(int most, Duration window, Duration now) {
        if (starts.size() < most) {
            return Duration.ZERO;
        }
        Duration oldest =
                starts.stream().skip(starts.size() - (long) most).findFirst().orElse(now);
        return oldest.plus(window).minus(now);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
