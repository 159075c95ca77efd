package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

// Abuse of the record: somebody with access to the database changes what happened.
class TamperingTest {

    static final JournalSettings SMALL = new JournalSettings(40, Optional.empty(), Optional.empty(), 10_000);
    static final int ENTRIES = 100;

    final Fixture fixture = new Fixture(SMALL);
    final TestSigner signer = new TestSigner("station");

    @BeforeEach
    void fill() throws Exception {
        fixture.append("fact", ENTRIES);
        fixture.journal().signWith(signer);
        fixture.journal().keep();
    }

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }

    @Test
    void anUntouchedJournalIsWhole() throws SQLException {
        assertThat(fixture.journal().verify(position -> {}))
                .isEqualTo(new Verifier.Report(1, ENTRIES, 2, 0, Optional.empty()));
    }

    @Test
    void aChangedTextIsFoundAtItsPosition() throws SQLException {
        change(57, "12345", "10");

        assertBroken(57, "its hash does not follow");
    }

    // Whoever knows how to hash still cannot hide it: the next entry hangs on the old hash.
    @Test
    void aChangedTextWithItsHashMadeToFitIsFoundBehindIt() throws SQLException {
        change(57, "12345", "10");
        rehash(57, 57);

        assertBroken(58, "its hash does not follow");
    }

    @Test
    void aRewrittenChainIsFoundAtTheCheckpoint() throws SQLException {
        change(57, "12345", "10");
        rehash(57, ENTRIES);

        assertBroken(80, "the chain was rewritten");
    }

    @Test
    void aDeletedEntryIsFoundAtItsPosition() throws SQLException {
        fixture.update("DELETE FROM JOURNAL.ENTRY WHERE POSITION = 23");

        assertBroken(23, "it is missing");
    }

    @Test
    void theFirstEntryIsGuardedToo() throws SQLException {
        fixture.update("DELETE FROM JOURNAL.ENTRY WHERE POSITION = 1");

        assertBroken(1, "it is missing");
    }

    @Test
    void exchangedEntriesAreFoundAtTheFirst() throws SQLException {
        fixture.update("UPDATE JOURNAL.ENTRY SET POSITION = -31 WHERE POSITION = 31");
        fixture.update("UPDATE JOURNAL.ENTRY SET POSITION = 31 WHERE POSITION = 32");
        fixture.update("UPDATE JOURNAL.ENTRY SET POSITION = 32 WHERE POSITION = -31");

        assertBroken(31, "its hash does not follow");
    }

    @Test
    void aChangedKeyIsFoundAtItsPosition() throws SQLException {
        fixture.update("UPDATE JOURNAL.ENTRY SET FACT_KEY = 'other' WHERE POSITION = 12");

        assertBroken(12, "its key was 'fact-11' and is 'other'");
    }

    @Test
    void aTruncatedJournalIsFoundByItsCheckpoint() throws Exception {
        fixture.update("DELETE FROM JOURNAL.ENTRY WHERE POSITION > 70");
        fixture.update("UPDATE JOURNAL.SNAPSHOT SET POSITION = 0, HASH = X'" + "00".repeat(32) + "'");

        assertBroken(71, "a checkpoint vouches for entries up to 80");
    }

    @Test
    void aTailCutOffIsFoundByTheSnapshot() throws Exception {
        fixture.reopen(SMALL).signWith(signer);
        fixture.update("DELETE FROM JOURNAL.ENTRY WHERE POSITION > 95");

        assertBroken(96, "it is missing");
        // The journal goes on, for cars have to charge, but not over the gap.
        fixture.reopen(SMALL);
        fixture.append("later", 1);
        assertThat(fixture.journal().last()).isEqualTo(ENTRIES + 1);
        assertBroken(96, "it is missing");
    }

    @Test
    void aForgedCheckpointIsFoundByItsSignature() throws SQLException {
        change(57, "12345", "10");
        rehash(57, ENTRIES);
        try (Connection connection = fixture.store().getConnection();
                PreparedStatement sql = connection.prepareStatement(
                        "UPDATE JOURNAL.SEGMENT SET CHECKPOINT = ?" + " WHERE LAST_POSITION = 80")) {
            Link forged = Tables.rows(connection, 79, 80, 1).get(0).link();
            sql.setString(
                    1, Checkpoint.of("x", forged, fixture.time().instant()).text());
            sql.executeUpdate();
        }

        assertBroken(80, "the signature of its checkpoint is false");
    }

    private void assertBroken(long position, String reason) throws SQLException {
        Optional<Verifier.Break> broken =
                fixture.journal().verify(progress -> {}).broken();
        assertThat(broken).isPresent();
        assertThat(broken.get().position()).isEqualTo(position);
        assertThat(broken.get().reason()).contains(reason);
    }

    private void change(long position, String from, String to) throws SQLException {
        try (Connection connection = fixture.store().getConnection();
                PreparedStatement sql =
                        connection.prepareStatement("UPDATE JOURNAL.ENTRY SET BODY = ? WHERE POSITION = ?")) {
            String body =
                    Tables.rows(connection, position - 1, position, 1).get(0).body();
            sql.setBytes(1, body.replace(from, to).getBytes(StandardCharsets.UTF_8));
            sql.setLong(2, position);
            assertThat(sql.executeUpdate()).isEqualTo(1);
        }
    }

    private void rehash(long from, long to) throws SQLException {
        try (Connection connection = fixture.store().getConnection();
                PreparedStatement sql =
                        connection.prepareStatement("UPDATE JOURNAL.ENTRY SET HASH = ? WHERE POSITION = ?")) {
            List<Tables.Row> rows = Tables.rows(connection, from - 2, to, 1_000);
            Link link = rows.get(0).link();
            for (Tables.Row row : rows.subList(1, rows.size())) {
                link = link.next(row.body());
                sql.setBytes(1, link.hash());
                sql.setLong(2, row.position());
                sql.executeUpdate();
            }
        }
    }
}
