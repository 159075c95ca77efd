package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import java.util.Optional;

/**
 * What the store keeps of an EVSE beside its session.
 *
 * @param evse which
 * @param operative whether it is in service
 * @param finished the session that is over while its car still stands there
 * @param exposed the most its pile may still hold: more than the offer while a lowering is not confirmed
 */
record EvseRow(EvseId evse, boolean operative, Optional<SessionId> finished, Current exposed) {

    static EvseRow fresh(EvseId evse) {
        return new EvseRow(evse, true, Optional.empty(), Current.ZERO);
    }
}
