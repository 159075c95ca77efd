package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;

/**
 * A raise between its order and the pile's answer.
 *
 * @param ticket of its commit
 * @param allowance under which it is made
 * @param before the offer before it
 * @param failSafeBefore the fail-safe current before it
 * @param onDisk whether it may take effect
 */
record Raise(long ticket, Allowance allowance, Current before, Current failSafeBefore, boolean onDisk) {

    /** It is on disk. */
    Raise taken(Current held, Current failSafe) {
        return new Raise(ticket, allowance, held, failSafe, true);
    }
}
