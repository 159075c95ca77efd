package io.voltwright.site.api;

import io.voltwright.base.api.Power;
import java.time.Duration;

/**
 * Someone outside who may limit the power of a node, as the operator of the grid, and what holds when he is not heard (EEBUS LPC).
 *
 * @param name whose limits they are
 * @param failSafe the most power while he is not heard
 * @param failSafeFor how long that holds at least, 2 to 24 hours
 * @param heartbeat silence after which he counts as not heard
 */
public record External(String name, Power failSafe, Duration failSafeFor, Duration heartbeat) {}
