package io.voltwright.protocol.ocpp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling up to a bound, each time with fresh chance added (R-T15). */
final class BackOff {

    private final Duration least;
    private final Duration range;
    private final int doublings;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param least the wait after the first failure, without chance
     * @param range chance adds up to this
     * @param doublings after that many the wait grows no more
     */
    BackOff(Duration least, Duration range, int doublings, RandomGenerator random) {
        this.least = least;
        this.range = range;
        this.doublings = doublings;
        this.random = random;
    }

    /** The wait after one more failure. */
    Duration next() {
        Duration fixed = least.multipliedBy(1L << Math.min(failures, doublings));
        failures++;
        return fixed.plusMillis(random.nextLong(range.toMillis() + 1));
    }

    /** After a success. */
    void reset() {
        failures = 0;
    }
}
