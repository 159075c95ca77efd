package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.protocol.ocpp.Ocpp16.IdTagInfo;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.StopTransactionAnswer;
import io.voltwright.protocol.ocpp.TransactionEvent.Started;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What becomes of the transactions of one back end by what it said to their messages, in memory and as rows. */
final class Acknowledgements {

    /** Hears what the back end said to a start or stop. */
    interface Said {
        void started(OpenTransaction transaction, String idTag, StartTransactionAnswer answer);

        void stopped(OpenTransaction transaction, String idTag, IdTagInfo info);
    }

    private final String backend;
    private final Map<SessionId, OpenTransaction> open;
    private final Said said;
    private final Time time;

    /**
     * @param open what the back end was told of; changed here only
     * @param said hears what it said; on the lane
     */
    Acknowledgements(String backend, Map<SessionId, OpenTransaction> open, Said said, Time time) {
        this.backend = backend;
        this.open = open;
        this.said = said;
        this.time = time;
    }

    Optional<OpenTransaction> open(SessionId session) {
        return Optional.ofNullable(open.get(session));
    }

    /** To a message that was sent for the first time: the rows of its transaction. */
    Effects told(Entry entry, TransactionEvent event, Courier.Outcome<?> outcome) {
        if (event instanceof Started begin) {
            Optional<StartTransactionAnswer> answer = outcome.answer().map(StartTransactionAnswer.class::cast);
            OpenTransaction transaction = transaction(entry.position(), begin, answer);
            open.put(transaction.session(), transaction);
            answer.ifPresent(given -> said.started(transaction, begin.idToken(), given));
            return connection -> OcppStore.keep(connection, backend, transaction);
        }
        if (event instanceof TransactionEvent.Updated sample) {
            OpenTransaction seen = sample.seen();
            open.put(seen.session(), seen);
            return connection -> OcppStore.keep(connection, backend, seen);
        }
        if (event instanceof TransactionEvent.Ended end) {
            open.remove(event.session());
            outcome.answer()
                    .map(StopTransactionAnswer.class::cast)
                    .flatMap(StopTransactionAnswer::idTagInfo)
                    .ifPresent(info -> end.idToken().ifPresent(token -> said.stopped(end.open(), token, info)));
            return connection -> OcppStore.remove(connection, backend, end.open());
        }
        throw new AssertionError(event);
    }

    /** A transaction whose start is not acknowledged, or not yet. */
    static OpenTransaction unnamed(long position, Started event) {
        return transaction(position, event, Optional.empty());
    }

    /**
     * As it is now: what was planned before its start was acknowledged had no id, and of what was planned not all is said.
     *
     * @param underWay what is being said, and so has its number
     */
    TransactionEvent named(TransactionEvent event, Optional<TransactionEvent> underWay) {
        OpenTransaction now = open.get(event.session());
        if (now == null) {
            return event;
        }
        boolean behind = underWay.filter(before -> before.session().equals(event.session()))
                .isPresent();
        return event.named(behind ? now.toldOne() : now);
    }

    private static OpenTransaction transaction(long position, Started event, Optional<StartTransactionAnswer> answer) {
        return new OpenTransaction(
                event.session(),
                event.evse(),
                event.connector(),
                answer.map(StartTransactionAnswer::transactionId).orElse(OpenTransaction.NEVER_ACKNOWLEDGED),
                answer.isPresent(),
                event.biller(),
                position,
                event.time(),
                event.register(),
                event.time(),
                event.time(),
                event.sequence() + 1);
    }

    /** The row of a message that was given up. */
    Effects lost(Entry entry, TransactionEvent event, Courier.Outcome<?> outcome) {
        return givenUp(
                entry,
                action(event),
                event.session().value(),
                outcome,
                Optional.of(Undelivered.Context.of(event, entry.position())));
    }

    /** Of a message that shall be said again, but whose facts the journal has no more. */
    Effects gone(Undelivered message) {
        Undelivered still = message.again(time.instant(), 0, "its facts are not in the journal any more");
        return connection -> UndeliveredTable.keep(connection, still);
    }

    /** To a message that had been given up and was sent again; its rows. */
    Effects again(Undelivered message, TransactionEvent event, Courier.Outcome<?> outcome) {
        if (outcome.answer().isEmpty()) {
            Undelivered still = message.again(time.instant(), outcome.attempts(), outcome.reason());
            return connection -> UndeliveredTable.keep(connection, still);
        }
        Effects gone = connection -> UndeliveredTable.remove(connection, backend, message.entry());
        if (!(event instanceof Started begin)) {
            return gone;
        }
        StartTransactionAnswer answer =
                outcome.answer().map(StartTransactionAnswer.class::cast).orElseThrow();
        Effects named = gone.then(
                connection -> UndeliveredTable.named(connection, backend, message.session(), answer.transactionId()));
        OpenTransaction running = open.computeIfPresent(
                begin.session(), (session, unnamed) -> unnamed.acknowledged(answer.transactionId()));
        if (running == null) {
            return named;
        }
        said.started(running, begin.idToken(), answer);
        return named.then(connection -> OcppStore.keep(connection, backend, running));
    }

    /** Of a fact that can never be said. */
    Effects unspeakable(Entry entry, String why) {
        return givenUp(entry, "-", "-", new Courier.Outcome<>(Optional.empty(), 0, why), Optional.empty());
    }

    private Effects givenUp(
            Entry entry,
            String action,
            String session,
            Courier.Outcome<?> outcome,
            Optional<Undelivered.Context> context) {
        Instant now = time.instant();
        Undelivered message = new Undelivered(
                backend,
                entry.position(),
                action,
                session,
                entry.fact().subject(),
                entry.fact().time().utc(),
                now,
                outcome.attempts(),
                outcome.reason(),
                context);
        return connection -> UndeliveredTable.keep(connection, message);
    }

    private static String action(TransactionEvent event) {
        return event instanceof Started
                ? "StartTransaction"
                : event instanceof TransactionEvent.Updated ? "MeterValues" : "StopTransaction";
    }
}
