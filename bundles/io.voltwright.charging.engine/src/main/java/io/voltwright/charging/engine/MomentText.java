package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Moment.ClockState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Moments as one column of text, and the time between two of them. */
final class MomentText {

    private MomentText() {}

    static String of(Moment moment) {
        return moment.utc() + " " + moment.boot() + " " + moment.sinceBoot() + " " + moment.clock();
    }

    static Moment parse(String text) {
        String[] words = text.split(" ", -1);
        return new Moment(
                Instant.parse(words[0]),
                UUID.fromString(words[1]),
                Duration.parse(words[2]),
                ClockState.valueOf(words[3]));
    }

    /** Monotonic inside one boot, by the clock across boots; never negative. */
    static Duration between(Moment earlier, Moment later) {
        Duration time = earlier.until(later);
        return time.isNegative() ? Duration.ZERO : time;
    }
}
