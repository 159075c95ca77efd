package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.ChargingFact.Context;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a session's register is to be sampled: each minute, on the quarter hour, at the intervals that back ends want, and on change,
 * at most once in ten seconds.
 */
final class Samples {

    static final Duration PERIOD = Duration.ofSeconds(60);
    static final Duration SPACING = Duration.ofSeconds(10);

    private static final long QUARTER = 15 * 60;

    private @Nullable Moment last;
    private long quarter;
    private boolean changed;

    void begin(Moment now) {
        last = now;
        quarter = quarterOf(now);
        changed = false;
    }

    /** State or offer changed. */
    void change() {
        changed = true;
    }

    /** Why a sample is due now, if one is. */
    Optional<Context> due(Moment started, Moment now, HabitBook habits) {
        Moment before = last;
        if (before == null) {
            return Optional.empty();
        }
        if (quarterOf(now) > quarter || habits.clockStruck(before, now)) {
            return Optional.of(Context.CLOCK);
        }
        if (habits.intervalBegan(started, before, now)) {
            return Optional.of(Context.PERIODIC);
        }
        Duration since = MomentText.between(before, now);
        if (changed && since.compareTo(SPACING) >= 0) {
            return Optional.of(Context.CHANGE);
        }
        return since.compareTo(PERIOD) >= 0 ? Optional.of(Context.PERIODIC) : Optional.empty();
    }

    void taken(Moment now) {
        last = now;
        quarter = quarterOf(now);
        changed = false;
    }

    private static long quarterOf(Moment moment) {
        return Math.floorDiv(moment.utc().getEpochSecond(), QUARTER);
    }
}
