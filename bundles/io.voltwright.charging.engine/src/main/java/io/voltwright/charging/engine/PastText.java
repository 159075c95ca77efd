package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Times of this boot as one short word that a later boot can read: by the clock, in seconds, the latest fifty. */
final class PastText {

    private static final int MOST = 50;
    private static final int RADIX = 36;

    private PastText() {}

    /**
     * @param times since boot, rising
     */
    static String of(List<Duration> times, Moment now) {
        return times.stream()
                .skip(Math.max(0, times.size() - MOST))
                .map(time -> now.utc().minus(now.sinceBoot().minus(time)).getEpochSecond())
                .map(second -> Long.toString(second, RADIX))
                .collect(Collectors.joining(","));
    }

    /** Since this boot, negative where they were before it; what a clock that was set back puts into the future was just now. */
    static List<Duration> parse(String text, Moment now) {
        return Arrays.stream(text.split(",", -1))
                .filter(second -> !second.isEmpty())
                .map(second -> {
                    long ago = now.utc().getEpochSecond() - Long.parseLong(second, RADIX);
                    return now.sinceBoot().minusSeconds(Math.max(0, ago));
                })
                .toList();
    }
}
