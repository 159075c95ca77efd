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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One batch on its way to a back end: its messages leave one by one, while those behind them are still read from their facts.
 *
 * <p>Before the message behind a start or stop leaves, or behind samples of a second, all before it is committed. Messages are given
 * by the reader's thread; what the back end says to them comes on its lane. One of the two is at work at a time.
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

    /** Commits a part of the batch, whose first entry has this index. */
    @FunctionalInterface
    interface Commit {

        CompletionStage<Void> part(int first, Step part);
    }

    /** The form of a message, by its index, that was made while the one before it was under way or committed. */
    private record Ahead(int index, Optional<Request<?>> request) {}

    private final Transactions16 form;
    private final Courier courier;
    private final Acknowledgements acknowledgements;
    private final Time time;
    private final Commit commit;
    private final CompletableFuture<Step> step = new CompletableFuture<>();
    /** The rows by what they are about, so that many samples of a session write one. */
    private final Map<Object, Effects> rows = new LinkedHashMap<>();

    private Optional<Ahead> ahead = Optional.empty();
    /** When the last part was committed. */
    private Duration begin;
    /** What was sent has to be committed before more is. */
    private boolean owing;

    private volatile Optional<Long> current = Optional.empty();
    /** What is being said for the first time. */
    private volatile Optional<TransactionEvent> underWay = Optional.empty();

    // Guarded by this.
    private final Queue<Message> waiting = new ArrayDeque<>();
    private final NavigableMap<Integer, Effects> notes = new TreeMap<>();
    private OptionalInt plan = OptionalInt.empty();
    private boolean busy;
    /** The first entry that is in no part. */
    private int first;
    /** The first entry behind the message that left last. */
    private int left;

    Round(Transactions16 form, Courier courier, Acknowledgements acknowledgements, Time time, Commit commit) {
        this.form = form;
        this.courier = courier;
        this.acknowledgements = acknowledgements;
        this.time = time;
        this.commit = commit;
        this.begin = time.sinceBoot();
    }

    /** What to commit at last, when all is settled that was planned. */
    CompletionStage<Step> step() {
        return step;
    }

    /** The position of the fact that is being delivered. */
    Optional<Long> current() {
        return current;
    }

    /** What is being said for the first time. */
    Optional<TransactionEvent> underWay() {
        return underWay;
    }

    /** The first entry that is in no part. */
    synchronized int first() {
        return first;
    }

    /** What an entry changes beside what is said for it; before the messages of later entries. */
    synchronized void note(int index, Effects effects) {
        notes.put(index, effects);
    }

    /** Takes the next message; the first one leaves at once. */
    void add(Message message) {
        synchronized (this) {
            waiting.add(message);
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    /**
     * No message comes any more.
     *
     * @param all so many entries were planned
     * @param better so many to be content with, unless the delivery is there already; the others come again
     */
    void planned(int all, int better) {
        synchronized (this) {
            boolean early = first < better && left <= better;
            plan = OptionalInt.of(early ? better : all);
            if (early) {
                waiting.removeIf(message -> message.index() >= better);
            }
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    private void next() {
        Optional<Message> following;
        do {
            Optional<Step> part = Optional.empty();
            int from;
            synchronized (this) {
                from = first;
                following = Optional.ofNullable(waiting.peek());
                if (following.isEmpty() && plan.isEmpty()) {
                    busy = false;
                    return;
                }
                if (following.isEmpty() || owing) {
                    part = Optional.of(part(following.map(Message::index).orElseGet(() -> plan.orElseThrow())));
                } else {
                    waiting.remove();
                    left = following.get().index() + 1;
                }
            }
            if (part.isPresent()) {
                commit(from, part.get(), following.isEmpty());
                return;
            }
        } while (!carried(following.orElseThrow()));
    }

    // Of the entries before this one that are in none yet; the last part stands for the batch.
    private Step part(int before) {
        Effects noted = notes.headMap(before).values().stream().reduce(Effects.NONE, Effects::then);
        Step part = new Step(List.of(), rows.values().stream().reduce(noted, Effects::then), before - first);
        notes.headMap(before).clear();
        rows.clear();
        if (!waiting.isEmpty()) {
            first = before;
        }
        return part;
    }

    private void commit(int from, Step part, boolean last) {
        current = Optional.empty();
        if (last) {
            step.complete(part);
            return;
        }
        owing = false;
        CompletionStage<Void> durable = commit.part(from, part);
        courier.meanwhile(this::prepare);
        durable.whenComplete((nothing, failure) -> {
            if (failure == null) {
                begin = time.sinceBoot();
                orFail(this::next);
            } else {
                step.completeExceptionally(failure);
            }
        });
    }

    private void orFail(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            step.completeExceptionally(e);
        }
    }

    private boolean carried(Message message) {
        Optional<Request<?>> request = ahead.filter(made -> made.index() == message.index())
                .map(Ahead::request)
                .orElseGet(() -> event(message).flatMap(form::of));
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

    // What is said again keeps its number, and the id that it was given up with or got since.
    private Optional<TransactionEvent> event(Message message) {
        return message.again().isPresent()
                ? message.event()
                : message.event().map(event -> acknowledgements.named(event, underWay));
    }

    private Effects unspeakable(Message message) {
        return message.again()
                .map(acknowledgements::gone)
                .orElseGet(() -> acknowledgements.unspeakable(message.entry(), message.flaw()));
    }

    private <A extends Answer> void carry(Request<A> request, Message message) {
        TransactionEvent event = event(message).orElseThrow();
        underWay = message.again().isPresent() ? Optional.empty() : Optional.of(event);
        // What follows a start may need the id that comes with the answer.
        courier.carry(request, event.session(), message.alone() ? () -> {} : this::prepare)
                .whenComplete((outcome, failure) -> orFail(() -> {
                    underWay = Optional.empty();
                    settle(message, event, outcome);
                    owing |= message.alone() || time.sinceBoot().minus(begin).compareTo(UNCOMMITTED) > 0;
                    next();
                }));
    }

    // While a message is under way, or committed, there is nothing else to do.
    private void prepare() {
        Optional<Message> following;
        synchronized (this) {
            following = Optional.ofNullable(waiting.peek());
        }
        ahead = following
                .filter(message ->
                        ahead.filter(made -> made.index() == message.index()).isEmpty())
                .map(message -> new Ahead(
                        message.index(), event(message).flatMap(form::of).map(Encoded::of)))
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
}
