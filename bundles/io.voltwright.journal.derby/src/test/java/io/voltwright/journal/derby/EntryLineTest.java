package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.JournalContract;
import org.junit.jupiter.api.Test;

class EntryLineTest {

    @Test
    void anEntryIsOneLineWhateverTextItCarries() {
        Entry entry = new Entry(7, JournalContract.fact("report"));
        assertThat(entry.fact().payload().text("text")).contains("\n");

        assertThat(EntryLine.of(entry).lines()).hasSize(1);
        assertThat(EntryLine.of(entry))
                .startsWith("       7  2026-03-02 08:00:00.123")
                .contains("Grüße");
    }
}
