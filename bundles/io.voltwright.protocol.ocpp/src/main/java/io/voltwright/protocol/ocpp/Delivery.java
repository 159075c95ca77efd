package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Brings the transactions of the journal to one back end, in order and one by one (R-X01, R-X02).
 *
 * <p>The journal moves on only when messages were acknowledged or given up; what the back end gave, its transaction id, becomes
 * durable in the same commit. A start or stop is committed before the next message leaves. Samples share a commit with those
 * before them, for at most a second and up to the next start or stop.
 */
final class Delivery implements FactReader {

    static final int BATCH = 256;

    private static final Duration UNCOMMITTED = Duration.ofSeconds(1);

    /**
     * A message to send.
     *
     * @param index of its entry in the batch
     * @param event empty where nothing can be said
     * @param again what had been given up and is sent again
     * @param flaw why nothing can be said
     */
    private record Message(
            int index, Entry entry, Optional<TransactionEvent> event, Optional<Undelivered> again, String flaw) {

        /** Whether it is committed before the next one leaves. */
        boolean alone() {
            return again.isPresent()
                    || event.filter(some -> !(some instanceof Updated)).isPresent();
        }
    }

    /** What is to be said for the first so many entries of a batch. */
    private record Planned(List<Message> messages, int taken, NavigableMap<Integer, Effects> notes) {}

    /** Entries that are settled but perhaps not committed yet. */
    private record Done(long first, long upTo, Step step) {}

    private final String backend;
    private final long since;
    private final EventSource source;
    private final OcppStore store;
    private final Transactions16 form;
    private final Courier courier;
    private final Acknowledgements acknowledgements;
    private final Function<ChargingFact, Optional<Effects>> standing;
    private final Time time;
    private volatile Optional<Done> last = Optional.empty();
    private volatile Optional<Long> current = Optional.empty();

    /**
     * @param since entries up to here do not concern the back end
     * @param standing what a fact changes of what sessions are to it
     */
    Delivery(
            String backend,
            long since,
            EventSource source,
            OcppStore store,
            Transactions16 form,
            Courier courier,
            Acknowledgements acknowledgements,
            Function<ChargingFact, Optional<Effects>> standing,
            Time time) {
        this.backend = backend;
        this.since = since;
        this.source = source;
        this.store = store;
        this.form = form;
        this.courier = courier;
        this.acknowledgements = acknowledgements;
        this.standing = standing;
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
        return BATCH;
    }

    /** What must be understood of other modules is none of its business; what need not be is stepped over. */
    @Override
    public boolean understands(Fact fact) {
        return Resend.isWish(fact)
                || Standing.reads(fact)
                || (fact.mustUnderstand() && (!fact.type().startsWith("charging.") || ChargingFacts.understands(fact)));
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        long first = batch.get(0).position();
        Optional<Done> done = last.filter(before -> before.first() == first);
        // The commit failed after the back end had its messages: it must not get them again.
        if (done.isPresent()) {
            long upTo = done.get().upTo();
            int taken = (int)
                    batch.stream().filter(entry -> entry.position() <= upTo).count();
            return CompletableFuture.completedFuture(
                    new Step(List.of(), done.get().step().effects(), taken));
        }
        try {
            return new Round(plan(batch)).run().thenApply(step -> {
                last = Optional.of(new Done(first, batch.get(step.taken() - 1).position(), step));
                current = Optional.empty();
                return step;
            });
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // Up to the first start or stop, whose commit the next one waits for.
    private Planned plan(List<Entry> batch) {
        List<Message> messages = new ArrayList<>();
        Map<SessionId, OpenTransaction> ahead = new HashMap<>();
        NavigableMap<Integer, Effects> notes = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Optional<Message> message;
            try {
                message = batch.get(i).position() <= since ? Optional.empty() : message(i, batch.get(i), ahead);
                int index = i;
                ChargingFacts.decode(batch.get(i).fact())
                        .flatMap(standing)
                        .ifPresent(effects -> notes.put(index, effects));
            } catch (IllegalStateException e) {
                if (i == 0) {
                    throw e;
                }
                return new Planned(messages, i, notes);
            }
            message.ifPresent(messages::add);
            if (message.filter(Message::alone).isPresent()) {
                return new Planned(messages, i + 1, notes);
            }
        }
        return new Planned(messages, batch.size(), notes);
    }

    private Optional<Message> message(int index, Entry entry, Map<SessionId, OpenTransaction> ahead) {
        try {
            Optional<Long> wish = Resend.entry(entry.fact(), backend);
            if (wish.isPresent()) {
                return store.undelivered(backend, wish.get())
                        .map(lost -> new Message(index, entry, source.again(lost), Optional.of(lost), ""));
            }
            Optional<TransactionEvent> event = source.of(
                    entry, session -> Optional.ofNullable(ahead.get(session)).or(() -> acknowledgements.open(session)));
            if (event.orElse(null) instanceof Updated sample) {
                ahead.put(sample.session(), sample.seen());
            }
            return event.map(some -> new Message(index, entry, event, Optional.empty(), ""));
        } catch (Violation e) {
            return Optional.of(new Message(index, entry, Optional.empty(), Optional.empty(), e.description()));
        }
    }

    /** One batch on its way. */
    private final class Round {

        private final Planned plan;
        private final Duration begin = time.sinceBoot();
        private final CompletableFuture<Step> step = new CompletableFuture<>();
        /** The rows by what they are about, so that many samples of a session write one. */
        private final Map<Object, Effects> rows = new LinkedHashMap<>();

        Round(Planned plan) {
            this.plan = plan;
        }

        CompletionStage<Step> run() {
            next(0);
            return step;
        }

        private void next(int first) {
            for (int i = first; i < plan.messages().size(); i++) {
                Message message = plan.messages().get(i);
                if (i > 0 && time.sinceBoot().minus(begin).compareTo(UNCOMMITTED) > 0) {
                    finish(message.index());
                    return;
                }
                Optional<Request<?>> request = message.event().flatMap(form::of);
                if (request.isPresent()) {
                    current = Optional.of(message.entry().position());
                    carry(request.get(), message, i + 1);
                    return;
                }
                if (message.event().isEmpty()) {
                    rows.put(message.index(), unspeakable(message));
                }
            }
            finish(plan.taken());
        }

        private Effects unspeakable(Message message) {
            return message.again()
                    .map(lost -> acknowledgements.gone(lost))
                    .orElseGet(() -> acknowledgements.unspeakable(message.entry(), message.flaw()));
        }

        private <A extends Answer> void carry(Request<A> request, Message message, int following) {
            courier.carry(request, message.event().orElseThrow().session()).whenComplete((outcome, failure) -> {
                try {
                    settle(message, message.event().orElseThrow(), outcome);
                    next(following);
                } catch (RuntimeException e) {
                    step.completeExceptionally(e);
                }
            });
        }

        private void settle(Message message, TransactionEvent event, Courier.Outcome<?> outcome) {
            if (message.again().isPresent()) {
                rows.put(message.index(), acknowledgements.again(message.again().get(), event, outcome));
                return;
            }
            rows.put(event.session(), acknowledgements.told(message.entry(), event, outcome));
            if (outcome.answer().isEmpty()) {
                rows.put(message.index(), acknowledgements.lost(message.entry(), event, outcome));
            }
        }

        private void finish(int taken) {
            Effects noted = plan.notes().headMap(taken).values().stream().reduce(Effects.NONE, Effects::then);
            Effects all = rows.values().stream().reduce(noted, Effects::then);
            step.complete(new Step(List.of(), all, taken));
        }
    }
}
