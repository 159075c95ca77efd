package io.voltwright.field.api;

import io.voltwright.base.api.Current;
import java.time.Duration;

/**
 * A lease on a current: when it is not renewed in time the driver lowers by itself (architecture section 5b).
 *
 * @param current per phase; 0 withdraws the offer and disables
 * @param lease how long it holds without renewal; measured on the monotonic clock from the call
 * @param failSafe the fail-safe current to arm with it: 0 unless an authorised session runs there
 */
public record Offer(Current current, Duration lease, Current failSafe) {}
