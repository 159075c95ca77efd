package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Spares a contactor: a pause between its closings, and so many in an hour and a day (R27). */
final class StartBudget {

    static final String WORD = "starts";

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    private final Settings settings;
    private int failures;
    private Duration retry = Duration.ZERO;
    private final Deque<Duration> starts = new ArrayDeque<>();

    StartBudget(Settings settings) {
        this.settings = settings;
    }

    /**
     * As it was before the restart.
     *
     * @param starts what {@link #text} said then
     */
    StartBudget(Settings settings, Optional<String> starts, Moment now) {
        this(settings);
        starts.ifPresent(text -> PastText.parse(text, now).forEach(this::started));
    }

    /** The starts, as a word to be found again after a restart. */
    String text(Moment now) {
        return PastText.of(List.copyOf(starts), now);
    }

    void started(Duration now) {
        starts.addLast(now);
        while (starts.size() > settings.startsPerDay()) {
            starts.removeFirst();
        }
    }

    /** The pile did not take a start: its contactor is not worn, but it is asked less and less often. */
    void failed(Duration now) {
        withdraw();
        failures++;
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 6));
        retry = now.plus(pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY);
    }

    /** The latest start was not made. */
    void withdraw() {
        starts.pollLast();
    }

    /** The pile took a start. */
    void succeeded() {
        failures = 0;
        retry = Duration.ZERO;
    }

    /** How long the next start has to wait; zero if it may be now. */
    Duration wait(Duration now) {
        Duration wait = Duration.ZERO;
        if (!starts.isEmpty()) {
            wait = starts.getLast().plus(settings.startSpacing()).minus(now);
            wait = longer(wait, full(settings.startsPerHour(), HOUR, now));
            wait = longer(wait, full(settings.startsPerDay(), DAY, now));
        }
        wait = longer(wait, failures == 0 ? Duration.ZERO : retry.minus(now));
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
