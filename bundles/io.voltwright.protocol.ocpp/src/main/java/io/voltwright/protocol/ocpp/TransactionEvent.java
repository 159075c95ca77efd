package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a back end is to hear of a transaction, after OCPP 2.0.1 TransactionEvent; each version has its own form of it. */
sealed interface TransactionEvent {

    SessionId session();

    EvseId evse();

    Instant time();

    /** Its place among the events of the transaction that are told: 0, 1, 2 without a gap (OCPP 2.0.1, seqNo). */
    int sequence();

    /** The same of a transaction that has got its id since, and its place among the events. */
    default TransactionEvent named(OpenTransaction now) {
        return this;
    }

    /**
     * It began.
     *
     * @param connector number of the EVSE
     * @param idToken what the driver showed, in the form of the wire
     * @param reservation which it used, where the back end made it
     */
    record Started(
            SessionId session,
            EvseId evse,
            int connector,
            Instant time,
            String idToken,
            Biller biller,
            Energy register,
            Optional<Integer> reservation)
            implements TransactionEvent {

        @Override
        public int sequence() {
            return 0;
        }
    }

    /**
     * It was metered.
     *
     * @param periodic the sample stands for an interval of the transaction
     * @param clock the sample stands for an interval of the day
     */
    record Updated(OpenTransaction open, Sample sample, boolean periodic, boolean clock) implements TransactionEvent {

        @Override
        public SessionId session() {
            return open.session();
        }

        @Override
        public EvseId evse() {
            return open.evse();
        }

        @Override
        public int sequence() {
            return open.told();
        }

        @Override
        public Instant time() {
            return sample.time();
        }

        @Override
        public TransactionEvent named(OpenTransaction now) {
            return new Updated(open.named(now), sample, periodic, clock);
        }

        /** The transaction after this sample. */
        OpenTransaction seen() {
            OpenTransaction seen = periodic ? open.sampled(time()) : open;
            return (clock ? seen.clock(time()) : seen).toldOne();
        }
    }

    /**
     * It is over.
     *
     * @param idToken what the driver showed to stop it
     * @param samples those between start and end that the back end wants to see again; part of this event, whatever their numbers
     */
    record Ended(
            OpenTransaction open,
            Instant time,
            Energy register,
            StopReason reason,
            Optional<String> idToken,
            List<Updated> samples)
            implements TransactionEvent {

        @Override
        public SessionId session() {
            return open.session();
        }

        @Override
        public EvseId evse() {
            return open.evse();
        }

        @Override
        public int sequence() {
            return open.told();
        }

        @Override
        public TransactionEvent named(OpenTransaction now) {
            return new Ended(open.named(now), time, register, reason, idToken, samples);
        }
    }
}
