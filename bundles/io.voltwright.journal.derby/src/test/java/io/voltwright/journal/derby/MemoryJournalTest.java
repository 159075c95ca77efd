package io.voltwright.journal.derby;

import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalContract;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.store.derby.TestStore;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

// The fake that other modules test against has to keep the same promises.
class MemoryJournalTest extends JournalContract {

    final TestStore store = TestStore.inMemory();
    final DataSource connections = store.schema("mine", Map.of("001-mine.sql", MINE));
    final MemoryJournal journal = new MemoryJournal(connections);

    @Override
    protected Journal journal() {
        return journal;
    }

    @Override
    protected DataSource store() {
        return connections;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
