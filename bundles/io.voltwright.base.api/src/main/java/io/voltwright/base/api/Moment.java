package io.voltwright.base.api;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * When something happened, in both senses: on the clock, and on the monotonic counter of one boot.
 *
 * @param utc the clock, which may jump
 * @param boot the boot of the controller process
 * @param sinceBoot monotonic time since that boot; durations inside one boot are differences of it
 * @param clock whether the clock was known to be right
 */
public record Moment(Instant utc, UUID boot, Duration sinceBoot, ClockState clock) {

    /** What is known of the clock. */
    public enum ClockState {
        /** Set by a time source that was asked. */
        SYNCHRONISED,
        /** Not known to be right: a time-based price across boots is held for review. */
        UNSYNCHRONISED
    }

    /** The time from here to another moment: monotonic inside one boot, by the clock across boots; negative where that was set back. */
    public Duration until(Moment later) {
        return boot.equals(later.boot) ? later.sinceBoot.minus(sinceBoot) : Duration.between(utc, later.utc);
    }
}
