package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Journal;
import io.voltwright.transactions.api.Released;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Transaction.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** Lets held sessions go: what a person decided becomes a fact, and the ledger books it once it reads that. */
final class Releases {

    private static final int PATIENCE_SECONDS = 30;

    private final DataSource store;
    private final TariffBook tariffs;
    private final Time time;

    Releases(DataSource store, TariffBook tariffs, Time time) {
        this.store = store;
        this.tariffs = tariffs;
        this.time = time;
    }

    /**
     * What a person decided.
     *
     * @param energy what is billed; empty for what the books have
     * @param duration what is billed; empty for what the books have
     * @param reason for the auditor; may be empty
     */
    record Decision(Optional<Energy> energy, Optional<Duration> duration, String reason) {}

    /** Blocks until it is durable. */
    Outcome release(SessionId session, Decision decision, Actor by, Journal journal) {
        Optional<Tx> found = find(session);
        if (found.isEmpty()) {
            return Outcome.refused("there is no transaction of session " + session + "; tx:held shows what is held");
        }
        Tx tx = found.get();
        if (tx.state() != State.HELD) {
            return Outcome.refused("session " + session + " is " + tx.state() + "; tx:held shows what is held");
        }
        Optional<TariffBook.Form> form = form(tx);
        if (form.isEmpty()) {
            return Outcome.refused("there still is no tariff '" + tx.tariff()
                    + "'; add it to the tariffs, look with tx:tariffs, and try again");
        }
        Optional<String> clock = form.get().tariff().flatMap(tariff -> newDoubt(tx, tariff));
        if (clock.isPresent() && decision.duration().isEmpty()) {
            return Outcome.refused(clock.get() + "; say how long it was, as --time 1h30min");
        }
        Released fact = new Released(
                session,
                form.get().version(),
                decision.energy().orElse(tx.energy().exceeds(Energy.ZERO) ? tx.energy() : Energy.ZERO),
                decision.duration().orElse(tx.priced(tx.latest())),
                tx.heldBecause().orElse(""),
                by.toString(),
                decision.reason());
        return append(fact, journal);
    }

    /** The form that priced it, or else the one in force now. */
    private Optional<TariffBook.Form> form(Tx tx) {
        return tx.tariffVersion().isEmpty()
                ? tariffs.at(tx.tariff(), time.instant())
                : tariffs.version(tx.tariffVersion())
                        .map(tariff ->
                                new TariffBook.Form(tx.started().utc(), tx.tariffVersion(), Optional.of(tariff)));
    }

    /** Nobody was told of it where there was no tariff to price time. */
    private static Optional<String> newDoubt(Tx tx, Tariff tariff) {
        return tx.tariffVersion().isEmpty() ? Doubts.clock(tx, tariff) : Optional.empty();
    }

    private Outcome append(Released fact, Journal journal) {
        try {
            long position = journal.append(fact.encode(time.moment()))
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .get(0);
            // Somebody else may have been first: then what they decided is there, and this is not.
            Optional<Released> kept = journal.read(position - 1, 1).stream()
                    .map(Entry::fact)
                    .flatMap(entry -> Released.decode(entry).stream())
                    .filter(first -> !first.equals(fact))
                    .findFirst();
            return kept.map(first -> Outcome.refused("it was released already, by " + first.by()))
                    .orElseGet(Outcome::done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused("interrupted; tx:show says whether it was released");
        } catch (TimeoutException e) {
            return Outcome.refused("the journal is slow; tx:show says whether it was released");
        } catch (ExecutionException e) {
            return Outcome.refused("nothing was changed: " + e.getCause());
        }
    }

    private Optional<Tx> find(SessionId session) {
        try (Connection connection = store.getConnection()) {
            return TxRows.find(connection, session);
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read: " + e.getMessage(), e);
        }
    }
}
