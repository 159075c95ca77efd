package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.protocol.ocpp.Round.Message;
import io.voltwright.protocol.ocpp.TransactionEvent.Started;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Brings the transactions of the journal to one back end, in order and one by one (R-X01, R-X02).
 *
 * <p>The journal moves on only when messages were acknowledged or given up; what the back end gave, its transaction id, becomes
 * durable in the same commit. A start or stop is committed before the next message leaves, on the way through the batch that was
 * planned ahead. Samples share a commit with those before them, for at most a second and up to the next start or stop.
 */
final class Delivery implements FactReader {

    static final int BATCH = 512;

    /** With so many at once there are more behind them. */
    private static final int BACKLOG = 128;

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
    private volatile Optional<Round> current = Optional.empty();

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
        return current.flatMap(Round::current);
    }

    /** What the back end is being told for the first time. */
    Optional<TransactionEvent> underWay() {
        return current.flatMap(Round::underWay);
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

    /** Where nothing can be committed on the way there is only one entry at a time. */
    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        return read(batch.subList(0, 1), (part, executor) -> {
            throw new IllegalStateException("one entry has no parts");
        });
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch, Commits onTheWay) {
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
            Round round = new Round(form, courier, acknowledgements, time, (from, part) -> {
                last = Optional.of(done(batch, from, part));
                return onTheWay.commit(part, courier::meanwhile);
            });
            current = Optional.of(round);
            CompletionStage<Step> answer = round.step().thenApply(step -> {
                last = Optional.of(done(batch, round.first(), step));
                return step;
            });
            plan(batch, round);
            return answer;
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Done done(List<Entry> batch, int first, Step step) {
        return new Done(
                batch.get(first).position(), batch.get(first + step.taken() - 1).position(), step);
    }

    /**
     * The first message leaves as soon as it is known; the others are read while it is under way, so what fails then is left for
     * the next batch. What is behind a message that is sent again may depend on its commit.
     */
    private void plan(List<Entry> batch, Round round) {
        Map<SessionId, Optional<OpenTransaction>> ahead = new HashMap<>();
        int afterCommit = 0;
        for (int i = 0; i < batch.size(); i++) {
            Optional<Message> message;
            try {
                Entry entry = batch.get(i);
                Optional<ChargingFact> fact = ChargingFacts.decode(entry.fact());
                message = entry.position() <= since ? Optional.empty() : message(i, entry, fact, ahead);
                int index = i;
                fact.flatMap(standing).ifPresent(effects -> round.note(index, effects));
            } catch (RuntimeException | LinkageError e) {
                if (i == 0) {
                    throw e;
                }
                round.planned(i, i);
                return;
            }
            message.ifPresent(round::add);
            if (message.flatMap(Message::again).isPresent()) {
                round.planned(i + 1, i + 1);
                return;
            }
            afterCommit = message.filter(Message::alone).isPresent() ? i + 1 : afterCommit;
        }
        // Of a backlog, what ends with a start or stop is committed then anyway.
        boolean backlog = batch.size() >= BACKLOG;
        round.planned(batch.size(), backlog && afterCommit > 0 ? afterCommit : batch.size());
    }

    private Optional<Message> message(
            int index, Entry entry, Optional<ChargingFact> fact, Map<SessionId, Optional<OpenTransaction>> ahead) {
        try {
            Optional<Long> wish = Resend.entry(entry.fact(), backend);
            if (wish.isPresent()) {
                return store.undelivered(backend, wish.get())
                        .map(lost -> new Message(index, entry, source.again(lost), Optional.of(lost), ""));
            }
            Optional<TransactionEvent> event = fact.flatMap(known -> source.of(entry, known, session -> {
                Optional<OpenTransaction> planned = ahead.get(session);
                return planned == null ? acknowledgements.open(session) : planned;
            }));
            event.ifPresent(some -> ahead.put(some.session(), after(some, entry)));
            return event.map(some -> new Message(index, entry, event, Optional.empty(), ""));
        } catch (Violation e) {
            return Optional.of(new Message(index, entry, Optional.empty(), Optional.empty(), e.description()));
        }
    }

    // Its id is known when it is acknowledged.
    private static Optional<OpenTransaction> after(TransactionEvent event, Entry entry) {
        if (event instanceof Started begin) {
            return Optional.of(Acknowledgements.unnamed(entry.position(), begin));
        }
        return event instanceof Updated sample ? Optional.of(sample.seen()) : Optional.empty();
    }
}
