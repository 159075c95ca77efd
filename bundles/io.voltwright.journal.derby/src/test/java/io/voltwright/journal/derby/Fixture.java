package io.voltwright.journal.derby;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.JournalContract;
import io.voltwright.store.derby.TestStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** A journal on a store in memory, with real threads and virtual time. */
final class Fixture {

    static final JournalSettings SETTINGS = new JournalSettings(100_000, Optional.empty(), Optional.empty(), 20_000);

    private final TestStore store = TestStore.inMemory();
    private final FaultyStore faulty;
    private final VirtualTime time = new VirtualTime();
    private DerbyJournal journal;

    Fixture() {
        this(SETTINGS);
    }

    Fixture(JournalSettings settings) {
        store.schema("mine", Map.of("001-mine.sql", JournalContract.MINE));
        faulty = new FaultyStore(store.schema("journal", DerbyJournal.class));
        journal = open(settings);
    }

    private DerbyJournal open(JournalSettings settings) {
        DerbyJournal opened = new DerbyJournal(settings, faulty, time, new RealThreads());
        opened.start();
        return opened;
    }

    /** Ends the journal and opens it again, as an update of its bundle does. */
    DerbyJournal reopen(JournalSettings settings) throws InterruptedException {
        journal.stop();
        journal = open(settings);
        return journal;
    }

    DerbyJournal journal() {
        return journal;
    }

    DataSource store() {
        return store.connections();
    }

    FaultyStore faulty() {
        return faulty;
    }

    VirtualTime time() {
        return time;
    }

    /** Appends so many facts with keys prefix-0, prefix-1 and so on, and waits. */
    void append(String prefix, int count) throws Exception {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(JournalContract.fact(prefix + "-" + i));
        }
        for (int i = 0; i < count; i += 1_000) {
            journal.append(facts.subList(i, Math.min(count, i + 1_000)), connection -> {})
                    .toCompletableFuture()
                    .get(60, SECONDS);
        }
    }

    int update(String command) throws SQLException {
        try (Connection connection = store().getConnection();
                Statement sql = connection.createStatement()) {
            return sql.executeUpdate(command);
        }
    }

    void close() throws InterruptedException {
        journal.stop();
        store.close();
    }

    /** Virtual lanes, so that a test decides when a pause is over, and real threads. */
    private final class RealThreads implements Lanes {

        @Override
        public Lane open(String name) {
            return time.open(name);
        }

        @Override
        public ThreadFactory threads(String name) {
            return time.threads(name);
        }
    }

    /** Lets pauses of up to this long pass. */
    void pass(Duration duration) {
        time.pass(duration);
    }
}
