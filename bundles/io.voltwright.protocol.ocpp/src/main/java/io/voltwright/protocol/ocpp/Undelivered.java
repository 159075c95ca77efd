package io.voltwright.protocol.ocpp;

import java.time.Instant;

/**
 * A message that was given up.
 *
 * @param backend whom it was for
 * @param entry position of its fact in the journal
 * @param session the session it is about
 * @param happened the fact's time
 * @param attempts transmissions without success
 * @param reason of the last failure
 */
record Undelivered(
        String backend,
        long entry,
        String action,
        String session,
        String evse,
        Instant happened,
        Instant givenUp,
        int attempts,
        String reason) {}
