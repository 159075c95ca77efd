package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.SessionId;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was done to the books behind the back of the ledger is found. */
class ProofTest {

    @TempDir
    Path folder;

    Books books;

    @BeforeEach
    void open() {
        books = new Books(folder, LedgerTest.TARIFFS);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void anEntryThatWasChangedIsFound() {
        for (int i = 0; i < 3; i++) {
            books.charge(SessionId.random(), Biller.local(), "energy", 0, 1_000L * i, Duration.ofMinutes(1));
        }
        assertThat(books.ledger.prove().faults()).isEmpty();
        assertThat(books.ledger.prove().entries()).isEqualTo(3);

        books.tamper(
                "UPDATE TRANSACTIONS.POSTING SET AMOUNT = AMOUNT + 1 WHERE ENTRY_ID = 2 AND ACCOUNT = 'receivable'");
        assertThat(books.ledger.prove().faults())
                .anySatisfy(fault -> assertThat(fault).isEqualTo("entry 2 was changed after it was booked"))
                .anySatisfy(fault -> assertThat(fault).startsWith("entry 2 does not balance"))
                .anySatisfy(fault -> assertThat(fault).endsWith("has another total than its entry"));
    }

    @Test
    void anEntryThatIsMissingIsFound() {
        for (int i = 0; i < 3; i++) {
            books.charge(SessionId.random(), Biller.local(), "energy", 0, 1_000, Duration.ofMinutes(1));
        }
        books.tamper("DELETE FROM TRANSACTIONS.POSTING WHERE ENTRY_ID = 2");
        books.tamper("DELETE FROM TRANSACTIONS.ENTRY WHERE ENTRY_ID = 2");

        assertThat(books.ledger.prove().faults())
                .contains("entry 3 follows 1: entries are missing", "entry 3 does not continue the chain");
    }
}
