package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.ReservationEnded;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Journal;
import io.voltwright.protocol.ocpp.TransactionEvent.Ended;
import io.voltwright.protocol.ocpp.TransactionEvent.Started;
import io.voltwright.protocol.ocpp.TransactionEvent.Updated;
import io.voltwright.users.api.Authority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads from the journal what one back end is to hear; blocks on the store. */
final class EventSource {

    private static final int PAGE = 1_000;

    /** The longest idTag of OCPP 1.6 (R-A17). */
    private static final int MOST_TAG = 20;

    private final String backend;
    private final Journal journal;
    private final Predicate<SessionStarted> concerns;
    private final Connectors connectors;
    private final KeyBook keys;
    private final Supplier<Optional<Authority>> authority;

    /**
     * @param concerns whether the back end hears of a session
     */
    EventSource(
            String backend,
            Journal journal,
            Predicate<SessionStarted> concerns,
            Connectors connectors,
            KeyBook keys,
            Supplier<Optional<Authority>> authority) {
        this.backend = backend;
        this.journal = journal;
        this.concerns = concerns;
        this.connectors = connectors;
        this.keys = keys;
        this.authority = authority;
    }

    /**
     * What the fact means to the back end; empty where it is nothing.
     *
     * @param fact in the entry
     * @param open the transactions that it was told of
     * @throws IllegalStateException if what is needed to know is away now
     * @throws Violation if it can never be said
     */
    Optional<TransactionEvent> of(Entry entry, ChargingFact fact, Function<SessionId, Optional<OpenTransaction>> open) {
        Instant time = entry.fact().time().utc();
        if (fact instanceof SessionStarted started && concerns.test(started)) {
            return Optional.of(started(started, entry, connectors.number(started.evse()), time));
        }
        if (fact instanceof EnergyMetered metered) {
            return open.apply(metered.session())
                    .flatMap(transaction -> due(
                            transaction,
                            metered,
                            time,
                            keys.seconds(Keys16.SAMPLE_INTERVAL),
                            keys.seconds(Keys16.CLOCK_INTERVAL)));
        }
        if (fact instanceof SessionStopped stopped) {
            return open.apply(stopped.session()).map(transaction -> ended(transaction, stopped, entry));
        }
        return Optional.empty();
    }

    private Started started(SessionStarted fact, Entry entry, int connector, Instant time) {
        return new Started(
                fact.session(),
                fact.evse(),
                connector,
                time,
                tag(fact.token()),
                fact.biller(),
                fact.register(),
                fact.reservation().flatMap(id -> reservation(entry)));
    }

    // Its end stands right before the start that used it, and says whose it was (R-X06).
    private Optional<Integer> reservation(Entry start) {
        return journal.read(start.position() - 2, 1).stream()
                .findFirst()
                .flatMap(before -> ChargingFacts.decode(before.fact()))
                .filter(ReservationEnded.class::isInstance)
                .map(ReservationEnded.class::cast)
                .filter(ended -> ended.owner().equals(backend))
                .map(ended -> Integer.valueOf(ended.reservation()));
    }

    /**
     * What was given up, to be said again; empty where its facts are not in the journal any more, or it could never be said.
     *
     * @throws IllegalStateException if what is needed to know is away now
     */
    Optional<TransactionEvent> again(Undelivered message) {
        return message.context().flatMap(context -> entry(message.entry()).flatMap(entry -> again(entry, context)));
    }

    private Optional<TransactionEvent> again(Entry entry, Undelivered.Context context) {
        Instant time = entry.fact().time().utc();
        ChargingFact fact = ChargingFacts.decode(entry.fact()).orElse(null);
        if (fact instanceof SessionStarted started) {
            return Optional.of(started(started, entry, context.connector(), time));
        }
        if (fact instanceof EnergyMetered metered) {
            return transaction(context)
                    .map(open -> new Updated(open, Sample.of(metered, time), context.periodic(), context.clock()));
        }
        if (fact instanceof SessionStopped stopped) {
            return transaction(context).map(open -> ended(open, stopped, entry));
        }
        return Optional.empty();
    }

    private Optional<OpenTransaction> transaction(Undelivered.Context context) {
        return entry(context.startEntry()).flatMap(entry -> ChargingFacts.decode(entry.fact())
                .filter(SessionStarted.class::isInstance)
                .map(SessionStarted.class::cast)
                .map(start -> new OpenTransaction(
                        start.session(),
                        start.evse(),
                        context.connector(),
                        context.transaction(),
                        true,
                        start.biller(),
                        entry.position(),
                        entry.fact().time().utc(),
                        start.register(),
                        entry.fact().time().utc(),
                        entry.fact().time().utc(),
                        context.sequence())));
    }

    private Optional<Entry> entry(long position) {
        return journal.read(position - 1, 1).stream()
                .filter(entry -> entry.position() == position)
                .findFirst();
    }

    // The controller samples on its own grid; the first sample of each interval stands for it (R-M01, R-M02).
    private static Optional<Updated> due(
            OpenTransaction transaction, EnergyMetered fact, Instant time, Duration interval, Duration onClock) {
        if (fact.context() == Context.BEGIN || fact.context() == Context.END) {
            return Optional.empty();
        }
        boolean periodic = Sampling.due(transaction.started(), transaction.sampled(), time, interval);
        boolean clock = Sampling.due(Instant.EPOCH, transaction.clock(), time, onClock);
        return periodic || clock
                ? Optional.of(new Updated(transaction, Sample.of(fact, time), periodic, clock))
                : Optional.empty();
    }

    private Ended ended(OpenTransaction transaction, SessionStopped fact, Entry entry) {
        return new Ended(
                transaction,
                entry.fact().time().utc(),
                fact.register(),
                fact.reason(),
                fact.token().map(this::tag),
                samples(transaction, entry.position()));
    }

    // Only where the back end wants transactionData at all (R-X08).
    private List<Updated> samples(OpenTransaction transaction, long end) {
        Duration interval = wanted(Keys16.STOP_SAMPLED_DATA, Keys16.SAMPLE_INTERVAL);
        Duration onClock = wanted(Keys16.STOP_ALIGNED_DATA, Keys16.CLOCK_INTERVAL);
        List<Updated> samples = new ArrayList<>();
        OpenTransaction seen = transaction.sampled(transaction.started()).clock(transaction.started());
        long position = interval.isZero() && onClock.isZero() ? end : transaction.startEntry();
        while (position < end) {
            List<Entry> page = journal.read(position, PAGE);
            for (Entry entry : page) {
                if (entry.position() < end
                        && ChargingFacts.decode(entry.fact()).orElse(null) instanceof EnergyMetered metered
                        && metered.session().equals(transaction.session())) {
                    Optional<Updated> sample =
                            due(seen, metered, entry.fact().time().utc(), interval, onClock);
                    if (sample.isPresent()) {
                        seen = sample.get().seen();
                        samples.add(sample.get());
                        thin(samples);
                    }
                }
            }
            position = page.isEmpty() ? end : page.get(page.size() - 1).position();
        }
        return samples;
    }

    private Duration wanted(String data, String interval) {
        return keys.measures(data).isEmpty() ? Duration.ZERO : keys.seconds(interval);
    }

    // Begin and end take two of the places (R-X08).
    private void thin(List<Updated> samples) {
        if (samples.size() > keys.number(Keys16.STOP_MOST_VALUES) - 2) {
            for (int i = samples.size() - 2; i >= 0; i -= 2) {
                samples.remove(i);
            }
        }
    }

    private String tag(TokenRef ref) {
        Authority users = authority.get().orElseThrow(() -> new IllegalStateException("the users module is not there"));
        // A token that was erased, or is longer than an idTag, is named by its stand-in.
        return users.reveal(ref)
                .map(IdToken::value)
                .filter(value -> value.length() <= MOST_TAG)
                .orElseGet(() ->
                        ref.value().substring(0, Math.min(MOST_TAG, ref.value().length())));
    }
}
