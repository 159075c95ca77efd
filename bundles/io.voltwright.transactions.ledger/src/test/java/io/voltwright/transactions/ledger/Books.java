package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.TokenRef;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.charging.api.ChargingFact;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.ChargingFact.EnergyMetered;
import io.voltwright.charging.api.ChargingFact.SessionResumed;
import io.voltwright.charging.api.ChargingFact.SessionStarted;
import io.voltwright.charging.api.ChargingFact.SessionStopped;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.StopReason;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader.Step;
import io.voltwright.store.derby.TestStore;
import io.voltwright.transactions.api.Priced;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transactions;
import io.voltwright.users.api.Biller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A ledger with a store of its own, and a journal of one reader in front of it; for the tests of all who read the books. */
public final class Books implements AutoCloseable {

    static final EvseId LEFT = new EvseId("left");
    static final TokenRef CARD = new TokenRef("t-1");

    public final VirtualTime time = new VirtualTime();
    final List<Priced> priced = new ArrayList<>();
    public final TestStore store = TestStore.inMemory();
    final DataSource source = store.schema("transactions", Ledger.class);
    final Path tariffs;
    Ledger ledger;
    private long position;

    public Books(Path folder, String tariffs) {
        this.tariffs = folder.resolve("tariffs.yaml");
        write(tariffs);
        ledger = open();
    }

    private Ledger open() {
        try {
            return new Ledger(source, tariffs, time, time);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(String text) {
        try {
            Files.writeString(tariffs, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Transactions transactions() {
        return ledger;
    }

    /** A new bundle on the same store, as after a swap or a kill. */
    void restart() {
        ledger = open();
    }

    Entry entry(ChargingFact fact, Moment moment) {
        return new Entry(++position, ChargingFacts.encode(fact, "key-" + position, moment));
    }

    public void happen(ChargingFact... facts) {
        List<Entry> batch = new ArrayList<>();
        for (ChargingFact fact : facts) {
            batch.add(entry(fact, time.moment()));
        }
        commit(read(batch));
    }

    void happen(ChargingFact fact, Moment moment) {
        commit(read(List.of(entry(fact, moment))));
    }

    /** Starts, and stops after a while. */
    void charge(SessionId session, Biller biller, String tariff, long from, long to, Duration duration) {
        happen(started(session, biller, tariff, from));
        time.pass(duration);
        happen(stopped(session, to));
    }

    Step read(List<Entry> batch) {
        return ledger.read(batch).toCompletableFuture().join();
    }

    void commit(Step step) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            step.effects().apply(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        step.facts().forEach(fact -> Priced.decode(fact).ifPresent(priced::add));
    }

    public SessionStarted started(SessionId session, Biller biller, String tariff, long wattHours) {
        return new SessionStarted(
                LEFT, session, CARD, Optional.empty(), biller, tariff, Energy.wattHours(wattHours), "card");
    }

    public EnergyMetered metered(SessionId session, long wattHours) {
        return new EnergyMetered(
                LEFT,
                session,
                Energy.wattHours(wattHours),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Context.PERIODIC,
                true);
    }

    SessionResumed resumed(SessionId session, long wattHours) {
        return new SessionResumed(LEFT, session, Energy.wattHours(wattHours), "away 10 s");
    }

    public SessionStopped stopped(SessionId session, long wattHours, boolean usable) {
        return new SessionStopped(
                LEFT, session, Energy.wattHours(wattHours), StopReason.LOCAL, Optional.empty(), "card", usable);
    }

    public SessionStopped stopped(SessionId session, long wattHours) {
        return stopped(session, wattHours, true);
    }

    Transaction find(SessionId session) {
        return ledger.find(session).orElseThrow();
    }

    /** A number by plain SQL, past all code of the ledger. */
    public long number(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void tamper(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
