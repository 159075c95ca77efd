package io.voltwright.base.api;

/** Whether a value may still be used: stale is not zero, and nothing stale reaches a limit, a bill or an alarm. */
public enum Quality {
    GOOD,
    /** Older than its class allows. */
    STALE,
    /** The device does not answer, or never gave it. */
    LOST
}
