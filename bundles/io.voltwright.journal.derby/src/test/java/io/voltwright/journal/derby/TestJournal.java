package io.voltwright.journal.derby;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Journal;
import io.voltwright.store.derby.TestStore;
import java.sql.SQLException;
import java.util.Optional;

/** The real journal on a test's own store, for measurements and for tests that a fake does not serve. */
public final class TestJournal implements AutoCloseable {

    private static final JournalSettings SETTINGS =
            new JournalSettings(100_000, Optional.empty(), Optional.empty(), 20_000);

    private final DerbyJournal journal;

    public TestJournal(TestStore store, Time time, Lanes lanes) {
        journal = new DerbyJournal(SETTINGS, store.schema("journal", DerbyJournal.class), time, lanes);
        journal.start();
    }

    public Journal journal() {
        return journal;
    }

    /** As if the reader had registered itself as a service. */
    public void add(FactReader reader) {
        journal.addReader(reader);
    }

    public void remove(FactReader reader) {
        journal.removeReader(reader);
    }

    /** Where the chain is broken and why; empty if it is whole. */
    public Optional<String> verify() throws SQLException {
        return journal.verify(position -> {})
                .broken()
                .map(broken -> "position " + broken.position() + ": " + broken.reason());
    }

    /** Writes what is queued and ends; the store stays open. */
    @Override
    public void close() {
        try {
            journal.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
