package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import java.time.Instant;
import java.util.Optional;

/**
 * A cap that someone has set.
 *
 * @param evse where; the whole site where empty
 * @param owner whose it is; one per owner and place
 * @param current per phase, 0 or at least 6 A
 * @param until when it ends by itself
 */
record PowerLimit(Optional<EvseId> evse, String owner, Current current, Optional<Instant> until) {

    /** The key of its place in the store; empty names the site. */
    String place() {
        return evse.map(EvseId::value).orElse("*");
    }

    boolean over(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }
}
