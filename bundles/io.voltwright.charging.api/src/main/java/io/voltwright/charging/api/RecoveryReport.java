package io.voltwright.charging.api;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a start of charging found and did about it.
 *
 * @param cause why it had to start
 * @param started when it found out
 * @param away since the last sign of life that is on disk, where there is one
 * @param findings one per EVSE at which a session was open
 */
public record RecoveryReport(Cause cause, Moment started, Optional<Duration> away, List<Finding> findings) {

    public RecoveryReport {
        findings = List.copyOf(findings);
    }

    /** Why charging had to start. */
    public enum Cause {
        /** Nothing is on disk from before. */
        FIRST_START,
        /** It was stopped in order on a machine that went on: a swap, an upgrade, a restart. */
        RESTART,
        /** It ended without having been stopped on a machine that went on. */
        CRASH,
        /** It was stopped in order, and the machine started anew. */
        REBOOT,
        /** The machine started anew without charging having been stopped, or the supply was said to fail. */
        POWER_LOSS
    }

    /** What became of a session that was open. */
    public enum Action {
        /** Its pile has not answered yet; it stays open. */
        WAITING,
        /** It goes on: same id, same token, same transaction. */
        RESUMED,
        /** It is over, or its stop is completed. */
        STOPPED,
        /** It had not started and is closed or waits as before. */
        NOT_STARTED
    }

    /**
     * What was found at one EVSE.
     *
     * @param found one line for a person
     */
    public record Finding(EvseId evse, SessionId session, Action action, String found) {}
}
