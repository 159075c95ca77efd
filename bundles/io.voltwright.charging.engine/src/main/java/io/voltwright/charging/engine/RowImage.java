package io.voltwright.charging.engine;

import java.util.Optional;

/**
 * All that the store keeps of one EVSE; written as a whole, so that writing it twice or late does no harm.
 *
 * @param evse the EVSE itself
 * @param session its open session
 */
record RowImage(EvseRow evse, Optional<SessionRow> session) {}
