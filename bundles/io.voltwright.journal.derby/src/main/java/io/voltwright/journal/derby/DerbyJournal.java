package io.voltwright.journal.derby;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalException;
import io.voltwright.security.api.Signer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal in Derby: one writer, many readers, a keeper. */
@Component(
        immediate = true,
        service = {Journal.class, DerbyJournal.class},
        configurationPid = JournalConfig.PID)
@Designate(ocd = JournalConfig.class)
public final class DerbyJournal implements Journal {

    private static final Logger log = LoggerFactory.getLogger(DerbyJournal.class);
    private static final Duration KEEP_EVERY = Duration.ofMinutes(1);
    private static final long STOP_SECONDS = 20;
    private static final int MOST_READ = 10_000;

    private final DataSource store;
    private final JournalSettings settings;
    private final GroupWriter writer;
    private final ExecutorService writing;
    private final ExecutorService answers;
    private final ExecutorService keeping;
    private final Lane lane;
    private final ReaderTable places;
    private final Readers readers;
    private final Keeper keeper;
    private final Object growth = new Object();
    private volatile long sealWhen;
    private final AtomicBoolean keepWaits = new AtomicBoolean();
    private volatile boolean running = true;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Signer signer;

    @Activate
    public DerbyJournal(
            JournalConfig config,
            @Reference(target = "(schema=journal)") DataSource store,
            @Reference Time time,
            @Reference Lanes lanes) {
        this(JournalSettings.of(config), store, time, lanes);
    }

    DerbyJournal(JournalSettings settings, DataSource store, Time time, Lanes lanes) {
        this.settings = settings;
        this.store = store;
        this.answers = Executors.newSingleThreadExecutor(lanes.threads("journal answers"));
        this.writing = Executors.newSingleThreadExecutor(lanes.threads("journal writer"));
        this.keeping = Executors.newSingleThreadExecutor(lanes.threads("journal keeper"));
        this.writer = new GroupWriter(store, answers, settings.queue(), this::grown);
        this.lane = lanes.open("journal");
        this.places = new ReaderTable(store);
        this.readers = new Readers(places, new ReaderSpine(), time, lanes);
        this.keeper = new Keeper(
                store, time, settings.segmentEntries(), settings.retention(), settings.export(), this::presentSigner);
    }

    @Activate
    void start() {
        writer.start();
        sealWhen = last() + settings.segmentEntries();
        writing.execute(writer);
        readers.start();
        lane.every(KEEP_EVERY, this::keepSoon);
        keepSoon();
    }

    @Deactivate
    void stop() throws InterruptedException {
        running = false;
        ring();
        readers.close();
        lane.close();
        keeping.shutdown();
        writer.stop();
        writing.shutdown();
        if (!writing.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            log.error("the journal's writer does not end; what it has not written is not acknowledged");
        }
        answers.shutdown();
        answers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        keeping.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addReader(FactReader reader) {
        readers.add(reader);
    }

    void removeReader(FactReader reader) {
        readers.remove(reader);
    }

    void signWith(@Nullable Signer with) {
        signer = with;
    }

    private Optional<Signer> presentSigner() {
        return Optional.ofNullable(signer);
    }

    @Override
    public CompletionStage<List<Long>> append(List<Fact> facts, Effects effects) {
        try {
            return submit(Append.of(facts, effects));
        } catch (JournalException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<Long>> submit(Append append) {
        writer.submit(append);
        return append.answer();
    }

    @Override
    public List<Entry> read(long after, int limit) {
        if (limit < 1 || limit > MOST_READ) {
            throw new IllegalArgumentException("limit " + limit + " is not 1 to " + MOST_READ);
        }
        try (Connection connection = store.getConnection()) {
            // Not beyond what is committed, so that a reader never waits for the writer's locks.
            return Tables.entries(connection, after, last(), limit);
        } catch (SQLException e) {
            throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public long last() {
        return writer.last();
    }

    @Override
    public boolean accepting() {
        return writer.accepting();
    }

    private void grown(long last) {
        readers.grown();
        if (last >= sealWhen) {
            sealWhen = last + settings.segmentEntries();
            keepSoon();
        }
        ring();
    }

    private void ring() {
        synchronized (growth) {
            growth.notifyAll();
        }
    }

    /** Waits until there is an entry after a position; false if the journal ends before. */
    boolean awaitGrowth(long after) throws InterruptedException {
        synchronized (growth) {
            while (last() <= after && running) {
                growth.wait();
            }
            return running;
        }
    }

    private void keepSoon() {
        if (keepWaits.compareAndSet(false, true)) {
            try {
                keeping.execute(this::keep);
            } catch (RejectedExecutionException e) {
                log.debug("the journal ends");
            }
        }
    }

    /** Seals, signs and drops what is due. */
    void keep() {
        keepWaits.set(false);
        try {
            Optional<Tables.Start> found = writer.found();
            if (found.isPresent() && running) {
                keeper.keep(found.get().origin(), last());
            }
        } catch (SQLException | IOException e) {
            log.warn("the journal's segments were not kept, tried again in {}", KEEP_EVERY, e);
        } catch (RuntimeException e) {
            log.error("the journal's segments were not kept", e);
        }
    }

    Verifier.Report verify(LongConsumer progress) throws SQLException {
        // Not while entries are dropped: they would seem to be missing.
        synchronized (keeper) {
            return new Verifier(store, presentSigner()).verify(progress);
        }
    }

    ReaderTable places() {
        return places;
    }

    Readers readers() {
        return readers;
    }

    Optional<String> trouble() {
        return writer.trouble();
    }

    /** How many rows the last start had to read. */
    int rowsReadAtStart() {
        return writer.found().map(Tables.Start::rowsRead).orElse(0);
    }

    /** The journal as a driver sees it. */
    private final class ReaderSpine implements ReaderDriver.Spine {

        @Override
        public long last() {
            return DerbyJournal.this.last();
        }

        @Override
        public List<Entry> read(long after, int limit) {
            return DerbyJournal.this.read(after, limit);
        }

        @Override
        public CompletableFuture<List<Long>> commit(Append step) {
            return submit(step);
        }
    }
}
