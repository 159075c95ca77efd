package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader.Step;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Priced;
import io.voltwright.transactions.api.Released;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.users.api.Biller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns facts into rows: what runs is kept in memory as it will be in the store, what ends is priced and booked.
 *
 * <p>Implementation: memory may be ahead of the store until a step is committed. If it is not, the same facts come again, and each
 * of them leaves the same row as before.
 */
final class Fold {

    private static final Logger log = LoggerFactory.getLogger(Fold.class);

    private static final String NO_CURRENCY = "XXX";

    private final DataSource store;
    private final TariffBook tariffs;
    private final Map<SessionId, Tx> running;

    /**
     * @param running shared with those who ask what a session costs so far
     */
    Fold(DataSource store, TariffBook tariffs, Map<SessionId, Tx> running) {
        this.store = store;
        this.tariffs = tariffs;
        this.running = running;
    }

    Step read(List<Entry> batch) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        List<Effects> effects = new ArrayList<>();
        Map<SessionId, Tx> metered = new LinkedHashMap<>();
        for (Entry entry : batch) {
            Optional<ChargingFact> known = ChargingFacts.decode(entry.fact());
            Moment time = entry.fact().time();
            if (known.isEmpty()) {
                Optional<Released> released = Released.decode(entry.fact());
                if (released.isPresent()) {
                    release(released.get(), time, facts, effects);
                }
                continue;
            }
            if (known.get() instanceof SessionStarted started) {
                start(started, time).ifPresent(effects::add);
            } else if (known.get() instanceof EnergyMetered sample) {
                Optional<Energy> register = sample.usable() ? Optional.of(sample.register()) : Optional.empty();
                meter(sample.session(), register, time, metered);
            } else if (known.get() instanceof SessionResumed resumed) {
                meter(resumed.session(), Optional.of(resumed.register()), time, metered);
            } else if (known.get() instanceof SessionStopped stopped) {
                metered.remove(stopped.session());
                stop(stopped, time, facts, effects);
            }
        }
        metered.values().forEach(tx -> effects.add(connection -> TxRows.update(connection, tx)));
        return new Step(facts, effects.stream().reduce(Effects.NONE, Effects::then));
    }

    private Optional<Effects> start(SessionStarted fact, Moment time) throws SQLException {
        // Only the store knows whether it is booked: memory has it also where a step failed to commit and comes again.
        if (stored(fact.session()).isPresent()) {
            return Optional.empty();
        }
        Optional<TariffBook.Form> form = tariffs.at(fact.tariff(), time.utc());
        Tx tx = new Tx(
                fact.session(),
                fact.evse(),
                fact.token(),
                fact.biller().toString(),
                fact.tariff(),
                form.map(TariffBook.Form::version).orElse(""),
                time,
                time,
                fact.register(),
                fact.register(),
                State.RUNNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        running.put(tx.session(), tx);
        return Optional.of(connection -> TxRows.insert(connection, tx));
    }

    private void meter(SessionId session, Optional<Energy> register, Moment time, Map<SessionId, Tx> metered)
            throws SQLException {
        Optional<Tx> found = find(session).filter(tx -> tx.state() == State.RUNNING);
        found.ifPresent(tx -> {
            Tx next = register.map(value -> tx.metered(time, value)).orElseGet(() -> tx.seen(time));
            running.put(session, next);
            metered.put(session, next);
        });
    }

    private void stop(SessionStopped fact, Moment time, List<Fact> facts, List<Effects> effects) throws SQLException {
        Optional<Tx> found = find(fact.session());
        if (found.isEmpty()) {
            log.error("Session {} ended, but its start is not in the journal: it is not priced", fact.session());
            return;
        }
        if (found.get().state() != State.RUNNING) {
            return;
        }
        Tx last = fact.usable() && !found.get().startRegister().exceeds(fact.register())
                ? found.get().metered(time, fact.register())
                : found.get().seen(time);
        Tx ended = price(last, fact);
        running.remove(fact.session());
        facts.add(priced(ended).encode(time));
        effects.add(connection -> end(connection, ended));
    }

    private Tx price(Tx tx, SessionStopped fact) {
        String reason = fact.reason().name();
        if (tx.whoBills().kind() == Biller.Kind.FREE) {
            return tx.ended(reason, Optional.empty(), Optional.of(Pricing.nothing(currency(tx))));
        }
        Optional<Tariff> tariff = tariffs.version(tx.tariffVersion());
        Energy energy = tx.energy().exceeds(Energy.ZERO) ? tx.energy() : Energy.ZERO;
        return tx.ended(
                reason,
                Doubts.of(tx, fact, tariff),
                tariff.map(own -> Pricing.price(own, energy, tx.priced(tx.latest()))));
    }

    /** Only what is held is released, and that once: who comes later finds it priced. */
    private void release(Released fact, Moment time, List<Fact> facts, List<Effects> effects) throws SQLException {
        Optional<Tx> held = stored(fact.session()).filter(tx -> tx.state() == State.HELD);
        Optional<Tariff> tariff = tariffs.version(fact.tariffVersion());
        if (held.isEmpty() || tariff.isEmpty()) {
            return;
        }
        Tx released = held.get().released(fact, Pricing.price(tariff.get(), fact.energy(), fact.duration()));
        facts.add(priced(released).encodeReleased(time));
        effects.add(connection -> {
            if (TxRows.release(connection, released)) {
                book(connection, released, time);
            }
        });
    }

    private Currency currency(Tx tx) {
        return tariffs.version(tx.tariffVersion())
                .or(() -> tariffs.tariffs().stream().findFirst())
                .map(Tariff::currency)
                .orElseGet(() -> Currency.getInstance("EUR"));
    }

    private static Priced priced(Tx tx) {
        Optional<Cost> cost = tx.cost();
        return new Priced(
                tx.session(),
                tx.whoBills().kind() == Biller.Kind.LOCAL,
                tx.state() == State.HELD,
                cost.map(own -> own.gross().currency().getCurrencyCode()).orElse(NO_CURRENCY),
                cost.map(own -> own.gross().minorUnits()).orElse(0L),
                cost.map(own -> own.vat().minorUnits()).orElse(0L),
                tx.energy().milliwattHours());
    }

    private static void end(Connection connection, Tx tx) throws SQLException {
        if (TxRows.end(connection, tx)) {
            book(connection, tx, tx.latest());
        }
    }

    /** Only what the station bills, and nobody has to look at first, is booked and gets a receipt number. */
    private static void book(Connection connection, Tx tx, Moment time) throws SQLException {
        if (tx.state() == State.PRICED
                && tx.whoBills().kind() == Biller.Kind.LOCAL
                && tx.cost().isPresent()) {
            long receipt = Entries.book(connection, tx, tx.cost().get(), time);
            TxRows.receipt(connection, tx.session(), receipt);
        }
    }

    private Optional<Tx> find(SessionId session) throws SQLException {
        Tx known = running.get(session);
        return known == null ? stored(session) : Optional.of(known);
    }

    private Optional<Tx> stored(SessionId session) throws SQLException {
        try (Connection connection = store.getConnection()) {
            return TxRows.find(connection, session);
        }
    }
}
