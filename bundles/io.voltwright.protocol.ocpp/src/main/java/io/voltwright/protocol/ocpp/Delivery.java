package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.StartTransactionRequest;
import io.voltwright.protocol.ocpp.TransactionEvent.Ended;
import io.voltwright.protocol.ocpp.TransactionEvent.Started;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings the transactions of the journal to one back end, in order and one by one (R-X01, R-X02).
 *
 * <p>The journal moves on only when a message was acknowledged or given up; what the back end gave, its transaction id, becomes
 * durable in the same commit.
 */
final class Delivery implements FactReader {

    /** Hears what the back end said to a start. */
    @FunctionalInterface
    interface Said {
        void started(OpenTransaction transaction, String idTag, StartTransactionAnswer answer);
    }

    private record Done(long entry, Step step) {}

    private final String backend;
    private final long since;
    private final EventSource source;
    private final Transactions16 form;
    private final Courier courier;
    private final Map<SessionId, OpenTransaction> open;
    private final Said started;
    private final Time time;
    private volatile Optional<Done> last = Optional.empty();
    private volatile Optional<Long> current = Optional.empty();

    /**
     * @param since entries up to here do not concern the back end
     * @param open what it was told of; changed here only
     * @param started hears what the back end said to a start; on the lane
     */
    Delivery(
            String backend,
            long since,
            EventSource source,
            Transactions16 form,
            Courier courier,
            Map<SessionId, OpenTransaction> open,
            Said started,
            Time time) {
        this.backend = backend;
        this.since = since;
        this.source = source;
        this.form = form;
        this.courier = courier;
        this.open = open;
        this.started = started;
        this.time = time;
    }

    @Override
    public String name() {
        return "ocpp." + backend;
    }

    /** The position of the fact that is being delivered. */
    Optional<Long> waitingSince() {
        return current;
    }

    @Override
    public int batch() {
        return 1;
    }

    /** What must be understood of other modules is none of its business; what need not be is stepped over. */
    @Override
    public boolean understands(Fact fact) {
        return fact.mustUnderstand() && (!fact.type().startsWith("charging.") || ChargingFacts.understands(fact));
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        if (batch.size() != 1) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("entries have to come one by one, not " + batch.size() + " at once"));
        }
        Entry entry = batch.get(0);
        Optional<Done> done = last.filter(before -> before.entry() == entry.position());
        // The commit failed after the back end had its message: it must not get it again.
        if (done.isPresent()) {
            return CompletableFuture.completedFuture(done.get().step());
        }
        current = Optional.of(entry.position());
        return deliver(entry).thenApply(step -> {
            last = Optional.of(new Done(entry.position(), step));
            current = Optional.empty();
            return step;
        });
    }

    private CompletionStage<Step> deliver(Entry entry) {
        if (entry.position() <= since) {
            return CompletableFuture.completedFuture(Step.NOTHING);
        }
        try {
            Optional<TransactionEvent> event = source.of(entry);
            return event.isPresent() ? deliver(entry, event.get()) : CompletableFuture.completedFuture(Step.NOTHING);
        } catch (Violation e) {
            return CompletableFuture.completedFuture(Step.of(giveUp(entry, "-", "-", 0, e.description())));
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Step> deliver(Entry entry, TransactionEvent event) {
        if (event instanceof Started begin) {
            StartTransactionRequest request = form.start(begin);
            return courier.carry(request).thenApply(outcome -> started(entry, begin, outcome));
        }
        if (event instanceof Updated sample) {
            var request = form.meterValues(sample);
            return request.isEmpty()
                    ? CompletableFuture.completedFuture(Step.NOTHING)
                    : courier.carry(request.get()).thenApply(outcome -> sampled(entry, sample, outcome));
        }
        if (event instanceof Ended end) {
            return courier.carry(form.stop(end)).thenApply(outcome -> ended(entry, end, outcome));
        }
        throw new AssertionError(event);
    }

    private Step started(Entry entry, Started event, Courier.Outcome<StartTransactionAnswer> outcome) {
        Optional<StartTransactionAnswer> answer = outcome.answer();
        OpenTransaction transaction = new OpenTransaction(
                event.session(),
                event.evse(),
                event.connector(),
                answer.map(StartTransactionAnswer::transactionId).orElse(OpenTransaction.NEVER_ACKNOWLEDGED),
                answer.isPresent(),
                event.biller(),
                entry.position(),
                event.time(),
                event.register(),
                event.time(),
                event.time());
        open.put(transaction.session(), transaction);
        answer.ifPresent(given -> started.started(transaction, event.idToken(), given));
        Effects kept = connection -> OcppStore.keep(connection, backend, transaction);
        return Step.of(kept.then(unless(outcome, entry, event, "StartTransaction")));
    }

    private Step sampled(Entry entry, Updated event, Courier.Outcome<?> outcome) {
        OpenTransaction transaction = event.seen();
        open.put(transaction.session(), transaction);
        Effects kept = connection -> OcppStore.keep(connection, backend, transaction);
        return Step.of(kept.then(unless(outcome, entry, event, "MeterValues")));
    }

    private Step ended(Entry entry, Ended event, Courier.Outcome<?> outcome) {
        open.remove(event.session());
        Effects removed = connection -> OcppStore.remove(connection, backend, event.open());
        return Step.of(removed.then(unless(outcome, entry, event, "StopTransaction")));
    }

    private Effects unless(Courier.Outcome<?> acknowledged, Entry entry, TransactionEvent event, String action) {
        return acknowledged.answer().isPresent()
                ? Effects.NONE
                : giveUp(entry, action, event.session().value(), acknowledged.attempts(), acknowledged.reason());
    }

    private Effects giveUp(Entry entry, String action, String session, int attempts, String reason) {
        Undelivered message = new Undelivered(
                backend,
                entry.position(),
                action,
                session,
                entry.fact().subject(),
                entry.fact().time().utc(),
                time.instant(),
                attempts,
                reason);
        return connection -> OcppStore.giveUp(connection, message);
    }
}
