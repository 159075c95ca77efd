package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import java.util.Optional;

/**
 * What the store keeps of an EVSE beside its session.
 *
 * @param evse which
 * @param operative whether it is in service
 * @param finished the session that is over while its car still stands there
 */
record EvseRow(EvseId evse, boolean operative, Optional<SessionId> finished) {

    static EvseRow fresh(EvseId evse) {
        return new EvseRow(evse, true, Optional.empty());
    }
}
