package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingFacts;
import io.voltwright.charging.api.CostMeter;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.security.api.Audit;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Released;
import io.voltwright.transactions.api.Tariff;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.transactions.api.Transactions;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Follows the facts of charging, prices each session and books what the station itself bills. */
@Component(
        immediate = true,
        service = {FactReader.class, Transactions.class, CostMeter.class, Ledger.class})
public final class Ledger implements FactReader, Transactions, CostMeter {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final String TARIFFS = "io.voltwright.transactions.tariffs.yaml";

    private final DataSource store;
    private final Time time;
    private final TariffNews news = new TariffNews(() -> Optional.ofNullable(audit()));
    private final TariffBook tariffs;
    private final Lane lane;
    private final ExecutorService disk;
    private final Map<SessionId, Tx> running = new ConcurrentHashMap<>();
    private final Fold fold;
    private final Releases releases;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Journal journal;

    /**
     * @throws SQLException if the store cannot be read: then the component does not start
     */
    @Activate
    public Ledger(
            BundleContext context,
            @Reference(target = "(schema=transactions)") DataSource store,
            @Reference Time time,
            @Reference Lanes lanes)
            throws SQLException {
        this(
                store,
                Path.of(Optional.ofNullable(context.getProperty("karaf.etc")).orElse("etc"), TARIFFS),
                time,
                lanes);
    }

    Ledger(DataSource store, Path tariffFile, Time time, Lanes lanes) throws SQLException {
        this.store = store;
        this.time = time;
        tariffs = new TariffBook(store, tariffFile, time, news);
        fold = new Fold(store, tariffs, running);
        releases = new Releases(store, tariffs, time);
        try (Connection connection = store.getConnection()) {
            TxRows.running(connection).forEach(tx -> running.put(tx.session(), tx));
        }
        lane = lanes.open("tariffs");
        disk = Executors.newSingleThreadExecutor(lanes.threads("tariff file"));
    }

    @Activate
    void start() {
        lane.every(LOOK, () -> disk.execute(this::lookAtTariffs));
    }

    @Deactivate
    void stop() throws InterruptedException {
        lane.close();
        disk.shutdown();
        disk.awaitTermination(5, TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public boolean understands(Fact fact) {
        return ChargingFacts.understands(fact) || Released.decode(fact).isPresent();
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        try {
            return CompletableFuture.completedFuture(fold.read(batch));
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<Transaction> between(Instant from, Instant to, int limit) {
        return select("WHERE STARTED_NS >= ? AND STARTED_NS < ? ORDER BY STARTED_NS, SESSION_ID", limit, statement -> {
            statement.setLong(1, Nanos.bound(from));
            statement.setLong(2, Nanos.bound(to));
        });
    }

    @Override
    public List<Transaction> latest(int limit) {
        return select("ORDER BY STARTED_NS DESC, SESSION_ID", limit, statement -> {});
    }

    @Override
    public Optional<Transaction> find(SessionId session) {
        return select("WHERE SESSION_ID = ?", 1, statement -> statement.setString(1, session.value())).stream()
                .findFirst();
    }

    @Override
    public Optional<Money> costSoFar(SessionId session) {
        return Optional.ofNullable(running.get(session)).flatMap(this::soFar).map(Cost::gross);
    }

    @Override
    public Optional<Money> cost(SessionId session, Energy delivered) {
        return Optional.ofNullable(running.get(session))
                .flatMap(tx -> soFar(tx, delivered))
                .map(Cost::gross);
    }

    @Override
    public List<Tariff> tariffs() {
        return tariffs.tariffs();
    }

    private @Nullable Audit audit() {
        return audit;
    }

    void lookAtTariffs() {
        tariffs.look();
        news.flush();
    }

    /** What waits for a person, newest first; blocks on the store. */
    List<Transaction> held(int limit) {
        return select("WHERE STATE = 'HELD' ORDER BY STARTED_NS DESC, SESSION_ID", limit, statement -> {});
    }

    /** Has a held session priced and booked after all; blocks until that is sure to happen. */
    Outcome release(SessionId session, Releases.Decision decision, Actor by) {
        Journal facts = journal;
        Outcome outcome = facts == null
                ? Outcome.refused("the journal is not running")
                : releases.release(session, decision, by, facts);
        Audit listening = audit;
        if (listening != null) {
            String what = "held session released" + (decision.reason().isEmpty() ? "" : ": " + decision.reason());
            String detail = outcome.isDone() ? what : "release refused: " + outcome.reasonOrDone();
            listening.record(
                    new Audit.Event(Audit.Kind.COMMAND, by, "local", session.value(), detail, !outcome.isDone()));
        }
        return outcome;
    }

    /** Why the tariffs on disk are not in force; empty while they are. */
    Optional<String> tariffsRefused() {
        return tariffs.refused();
    }

    /** Proves the ledger; blocks on the store. */
    Proof.Finding prove() {
        try (Connection connection = store.getConnection()) {
            return Proof.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Transaction> select(String rest, int limit, TxRows.Binder binder) {
        try (Connection connection = store.getConnection()) {
            return TxRows.select(connection, rest, limit, binder).stream()
                    .map(tx -> tx.state() == State.RUNNING ? tx.costing(soFar(tx)) : tx)
                    .map(Transaction.class::cast)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException("the books cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Cost> soFar(Tx tx) {
        return soFar(tx, tx.energy());
    }

    private Optional<Cost> soFar(Tx tx, Energy delivered) {
        Optional<Tariff> tariff = tariffs.version(tx.tariffVersion());
        if (tx.whoBills().kind() == Biller.Kind.FREE) {
            return tariff.map(own -> Pricing.nothing(own.currency()));
        }
        Energy energy = delivered.exceeds(Energy.ZERO) ? delivered : Energy.ZERO;
        return tariff.map(own -> Pricing.price(own, energy, tx.priced(time.moment())));
    }
}
