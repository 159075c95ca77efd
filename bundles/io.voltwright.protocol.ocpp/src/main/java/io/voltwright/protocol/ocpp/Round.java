package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader.Step;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One batch on its way to a back end: its messages leave one by one, while those behind them are still read from their facts.
 *
 * <p>Messages are given by the reader's thread; what the back end says to them comes on its lane. One of the two is at work at a time.
 */
final class Round {

    /** So long samples that were acknowledged may wait for their commit. */
    private static final Duration UNCOMMITTED = Duration.ofSeconds(1);

    /**
     * A message to send.
     *
     * @param index of its entry in the batch
     * @param event empty where nothing can be said
     * @param again what had been given up and is sent again
     * @param flaw why nothing can be said
     */
    record Message(int index, Entry entry, Optional<TransactionEvent> event, Optional<Undelivered> again, String flaw) {

        /** Whether it is committed before the next one leaves. */
        boolean alone() {
            return again.isPresent()
                    || event.filter(some -> !(some instanceof Updated)).isPresent();
        }
    }

    /** What becomes of the first so many entries of a batch, beside what is said for them. */
    record Plan(int taken, NavigableMap<Integer, Effects> notes) {}

    /** The form of a message, by its index, that was made while the one before it was under way. */
    private record Ahead(int index, Optional<Request<?>> request) {}

    private final Transactions16 form;
    private final Courier courier;
    private final Acknowledgements acknowledgements;
    private final Time time;
    private final Duration begin;
    private final CompletableFuture<Step> step = new CompletableFuture<>();
    /** The rows by what they are about, so that many samples of a session write one. */
    private final Map<Object, Effects> rows = new LinkedHashMap<>();

    private Optional<Ahead> ahead = Optional.empty();
    private boolean first = true;
    private volatile Optional<Long> current = Optional.empty();

    // Guarded by this.
    private final Queue<Message> waiting = new ArrayDeque<>();
    private Optional<Plan> plan = Optional.empty();
    private OptionalInt cut = OptionalInt.empty();
    private boolean busy;

    Round(Transactions16 form, Courier courier, Acknowledgements acknowledgements, Time time) {
        this.form = form;
        this.courier = courier;
        this.acknowledgements = acknowledgements;
        this.time = time;
        this.begin = time.sinceBoot();
    }

    /** What to commit, when all is settled that was planned, or as much as one commit may wait for. */
    CompletionStage<Step> step() {
        return step;
    }

    /** The position of the fact that is being delivered. */
    Optional<Long> current() {
        return current;
    }

    /** Takes the next message; the first one leaves at once. */
    void add(Message message) {
        synchronized (this) {
            waiting.add(message);
            if (busy || cut.isPresent()) {
                return;
            }
            busy = true;
        }
        next();
    }

    /** No message comes any more. */
    void planned(Plan done) {
        synchronized (this) {
            plan = Optional.of(done);
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    private void next() {
        for (Optional<Message> message = take(); message.isPresent(); message = take()) {
            if (carried(message.get())) {
                return;
            }
        }
    }

    // Empty where there is none now: the round is over, or more are on the way.
    private Optional<Message> take() {
        Plan done;
        int taken;
        synchronized (this) {
            Message next = waiting.peek();
            if (next != null && !first && time.sinceBoot().minus(begin).compareTo(UNCOMMITTED) > 0) {
                cut = OptionalInt.of(next.index());
                waiting.clear();
            }
            if (cut.isEmpty() && next != null) {
                first = false;
                return Optional.of(waiting.remove());
            }
            if (plan.isEmpty()) {
                busy = false;
                return Optional.empty();
            }
            done = plan.get();
            taken = cut.orElse(done.taken());
        }
        finish(done, taken);
        return Optional.empty();
    }

    private boolean carried(Message message) {
        Optional<Request<?>> request = ahead.filter(made -> made.index() == message.index())
                .map(Ahead::request)
                .orElseGet(() -> message.event().flatMap(form::of));
        if (request.isPresent()) {
            current = Optional.of(message.entry().position());
            carry(request.get(), message);
            return true;
        }
        if (message.event().isEmpty()) {
            rows.put(message.index(), unspeakable(message));
        }
        return false;
    }

    private Effects unspeakable(Message message) {
        return message.again()
                .map(acknowledgements::gone)
                .orElseGet(() -> acknowledgements.unspeakable(message.entry(), message.flaw()));
    }

    private <A extends Answer> void carry(Request<A> request, Message message) {
        courier.carry(request, message.event().orElseThrow().session(), this::prepare)
                .whenComplete((outcome, failure) -> {
                    try {
                        settle(message, message.event().orElseThrow(), outcome);
                        next();
                    } catch (RuntimeException e) {
                        step.completeExceptionally(e);
                    }
                });
    }

    // While a message is under way there is nothing else to do.
    private void prepare() {
        Optional<Message> following;
        synchronized (this) {
            following = Optional.ofNullable(waiting.peek());
        }
        ahead = following
                .filter(message ->
                        ahead.filter(made -> made.index() == message.index()).isEmpty())
                .map(message -> new Ahead(
                        message.index(), message.event().flatMap(form::of).map(Encoded::of)))
                .or(() -> ahead);
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

    private void finish(Plan done, int taken) {
        Effects noted = done.notes().headMap(taken).values().stream().reduce(Effects.NONE, Effects::then);
        current = Optional.empty();
        step.complete(new Step(List.of(), rows.values().stream().reduce(noted, Effects::then), taken));
    }
}
