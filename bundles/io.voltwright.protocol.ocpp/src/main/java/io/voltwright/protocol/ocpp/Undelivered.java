package io.voltwright.protocol.ocpp;

import java.time.Instant;
import java.util.Optional;

/**
 * A message that was given up.
 *
 * @param backend whom it was for
 * @param entry position of its fact in the journal
 * @param session the session it is about
 * @param happened the fact's time
 * @param attempts transmissions without success
 * @param reason of the last failure
 * @param context what it takes to say it again; empty for what could never be said
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
        String reason,
        Optional<Context> context) {

    /**
     * What the journal does not know of a message.
     *
     * @param connector number of the EVSE towards the back end
     * @param transaction id that the back end gave, or {@link OpenTransaction#NEVER_ACKNOWLEDGED}
     * @param startEntry position of the session's start
     * @param periodic a sample stands for an interval of the transaction
     * @param clock a sample stands for an interval of the day
     * @param sequence its place among the events of the transaction
     */
    record Context(int connector, long transaction, long startEntry, boolean periodic, boolean clock, int sequence) {

        static Context of(TransactionEvent event, long entry) {
            if (event instanceof TransactionEvent.Started start) {
                return new Context(start.connector(), OpenTransaction.NEVER_ACKNOWLEDGED, entry, false, false, 0);
            }
            if (event instanceof TransactionEvent.Updated sample) {
                return of(sample.open(), sample.periodic(), sample.clock());
            }
            if (event instanceof TransactionEvent.Ended end) {
                return of(end.open(), false, false);
            }
            throw new AssertionError(event);
        }

        private static Context of(OpenTransaction open, boolean periodic, boolean clock) {
            return new Context(open.connector(), open.id(), open.startEntry(), periodic, clock, open.told());
        }
    }

    Undelivered again(Instant when, int more, String why) {
        return new Undelivered(backend, entry, action, session, evse, happened, when, attempts + more, why, context);
    }
}
