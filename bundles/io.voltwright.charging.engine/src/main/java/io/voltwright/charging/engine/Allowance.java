package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;

/**
 * What the allocator lets an EVSE offer; it has set the larger of both aside before it says so.
 *
 * @param seq grows with each change; the EVSE settles it once the pile confirmed
 * @param current per phase
 * @param failSafe to arm with it
 * @param reason one sentence
 */
record Allowance(long seq, Current current, Current failSafe, String reason) {

    static final Allowance NONE = new Allowance(0, Current.ZERO, Current.ZERO, "waits for the first cycle");

    /** What the pile may come to draw under it, whether it trips or not. */
    Current exposure() {
        return current.max(failSafe);
    }
}
