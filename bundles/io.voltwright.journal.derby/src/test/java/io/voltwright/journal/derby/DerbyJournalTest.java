package io.voltwright.journal.derby;

import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

class DerbyJournalTest extends JournalContract {

    final Fixture fixture = new Fixture();

    @Override
    protected Journal journal() {
        return fixture.journal();
    }

    @Override
    protected DataSource store() {
        return fixture.store();
    }

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }
}
