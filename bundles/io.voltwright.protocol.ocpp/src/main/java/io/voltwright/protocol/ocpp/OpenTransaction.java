package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.users.api.Biller;
import java.time.Instant;

/**
 * A session that a back end was told of and whose end it was not.
 *
 * @param connector its number towards the back end, as it was at the start
 * @param id given by the back end; may be 0 or negative (R-X05); -1 where the start was given up (R-X04)
 * @param acknowledged whether the back end gave the id
 * @param startEntry position of its start in the journal
 * @param sampled when the last periodic sample that was sent was taken; the start while there is none
 * @param clock as {@code sampled}, for samples on the clock
 * @param told so many of its events were said or given up: the sequence number of the next one
 */
record OpenTransaction(
        SessionId session,
        EvseId evse,
        int connector,
        long id,
        boolean acknowledged,
        Biller biller,
        long startEntry,
        Instant started,
        Energy startRegister,
        Instant sampled,
        Instant clock,
        int told) {

    static final long NEVER_ACKNOWLEDGED = -1;

    OpenTransaction sampled(Instant time) {
        return new OpenTransaction(
                session,
                evse,
                connector,
                id,
                acknowledged,
                biller,
                startEntry,
                started,
                startRegister,
                time,
                clock,
                told);
    }

    OpenTransaction clock(Instant time) {
        return new OpenTransaction(
                session,
                evse,
                connector,
                id,
                acknowledged,
                biller,
                startEntry,
                started,
                startRegister,
                sampled,
                time,
                told);
    }

    /** With one more event said. */
    OpenTransaction toldOne() {
        return new OpenTransaction(
                session,
                evse,
                connector,
                id,
                acknowledged,
                biller,
                startEntry,
                started,
                startRegister,
                sampled,
                clock,
                told + 1);
    }

    /** With the id that the transaction has now and what was said of it, and what was seen of it here. */
    OpenTransaction named(OpenTransaction now) {
        return new OpenTransaction(
                session,
                evse,
                connector,
                now.id(),
                now.acknowledged(),
                biller,
                startEntry,
                started,
                startRegister,
                sampled,
                clock,
                now.told());
    }

    /** The start was said again, and the back end gave an id. */
    OpenTransaction acknowledged(long given) {
        return new OpenTransaction(
                session,
                evse,
                connector,
                given,
                true,
                biller,
                startEntry,
                started,
                startRegister,
                sampled,
                clock,
                told);
    }
}
