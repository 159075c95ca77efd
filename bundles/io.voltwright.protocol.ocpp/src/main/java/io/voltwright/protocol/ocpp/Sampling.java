package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.time.Instant;

/** Which of the samples in the journal a back end gets to see: one per interval. */
final class Sampling {

    /** The controller takes its samples on a grid of its own; this much early is still in time. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private Sampling() {}

    /**
     * Whether a new interval, counted from a start, has begun since the last sample (R-M01).
     *
     * @param interval zero: none is due
     */
    static boolean due(Instant start, Instant last, Instant now, Duration interval) {
        return !interval.isZero() && count(start, now, interval) > count(start, last, interval);
    }

    private static long count(Instant start, Instant time, Duration interval) {
        return Math.floorDiv(Duration.between(start, time).plus(TOLERANCE).toMillis(), interval.toMillis());
    }
}
