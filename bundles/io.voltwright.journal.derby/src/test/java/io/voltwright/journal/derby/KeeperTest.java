package io.voltwright.journal.derby;

import static io.voltwright.journal.api.JournalContract.fact;
import static io.voltwright.journal.api.JournalContract.positions;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.journal.api.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {

    static final Duration YEAR = Duration.ofDays(365);
    static final JournalSettings FOR_EVER = new JournalSettings(1_000, Optional.empty(), Optional.empty(), 20_000);

    final Fixture fixture = new Fixture(FOR_EVER);

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }

    @Test
    void aFullSegmentIsSealedAndSignedWhenASignerAppears() throws Exception {
        fixture.append("fact", 2_500);
        fixture.journal().keep();

        assertThat(segments()).extracting(SegmentTable.Segment::last).containsExactly(1_000L, 2_000L);
        assertThat(segments()).allMatch(segment -> segment.seal().isEmpty());
        assertThat(fixture.journal().verify(position -> {}).unsigned()).isEqualTo(2);

        fixture.journal().signWith(new TestSigner("0123456789abcdef"));
        fixture.journal().keep();

        Verifier.Report report = fixture.journal().verify(position -> {});
        assertThat(report.checkpoints()).isEqualTo(2);
        assertThat(report.unsigned()).isZero();
        assertThat(segments().get(0).checkpoint().text())
                .startsWith("voltwright.io/journal/")
                .contains("\n1000\n");
    }

    @Test
    void aDayEndsASegment() throws Exception {
        fixture.append("today", 10);
        fixture.journal().keep();
        assertThat(segments()).isEmpty();

        fixture.time().jumpClock(Duration.ofDays(1));
        fixture.journal().keep();

        assertThat(segments()).extracting(SegmentTable.Segment::last).containsExactly(10L);
    }

    // The figure behind "start-up does not grow with age".
    @Test
    void startReadsTheSnapshotAndTheTailHoweverLongTheJournalIs() throws Exception {
        fixture.append("a", 1_500);
        fixture.reopen(FOR_EVER);
        assertThat(fixture.journal().rowsReadAtStart()).isEqualTo(1);
        fixture.append("b", 20_000);
        try (Connection connection = fixture.store().getConnection()) {
            // As after a kill: without the snapshot that an orderly end takes.
            assertThat(Tables.start(connection).rowsRead()).isLessThanOrEqualTo(1_001);
        }
        fixture.reopen(FOR_EVER);
        assertThat(fixture.journal().rowsReadAtStart()).isEqualTo(1);
        assertThat(fixture.journal().last()).isEqualTo(21_500);
    }

    @Test
    void whatNobodyNeedsIsExportedThenDroppedAndTheRestStillVerifies(@TempDir Path folder) throws Exception {
        JournalSettings oneYear =
                new JournalSettings(1_000, Optional.of(YEAR), Optional.of(new Export(folder)), 20_000);
        fixture.reopen(oneYear);
        fixture.journal().signWith(new TestSigner("0123456789abcdef"));
        fixture.append("fact", 2_300);
        fixture.journal().keep();
        fixture.time().jumpClock(YEAR.plusDays(1));
        fixture.journal().keep();

        List<Entry> kept = fixture.journal().read(0, 10);
        assertThat(kept.get(0).position()).isEqualTo(2_001);
        assertThat(fixture.journal().verify(position -> {}))
                .isEqualTo(new Verifier.Report(2_001, 2_300, 3, 0, Optional.empty()));
        assertExportIsWhole(folder.resolve("journal-000000001001-000000002000.jsonl"));
        assertThat(Files.readString(folder.resolve("journal-000000001001-000000002000.checkpoint")))
                .contains("\n\n— 0123456789abcdef ");
        fixture.reopen(oneYear);
        assertThat(positions(fixture.journal().append(fact("next")))).containsExactly(2_301L);
    }

    @Test
    void aReaderThatIsBehindHoldsEverythingBackUntilItIsExpired() throws Exception {
        fixture.reopen(new JournalSettings(1_000, Optional.of(YEAR), Optional.empty(), 20_000));
        fixture.journal().signWith(new TestSigner("0123456789abcdef"));
        fixture.append("fact", 1_000);
        fixture.journal().places().open("ocpp.gone");
        fixture.journal().keep();
        fixture.time().jumpClock(YEAR.plusDays(1));
        fixture.journal().keep();
        assertThat(fixture.journal().read(0, 1).get(0).position()).isEqualTo(1);

        assertThat(fixture.journal().places().expire("ocpp.gone")).isTrue();
        fixture.journal().keep();

        assertThat(fixture.journal().read(0, 1)).isEmpty();
        assertThat(fixture.journal().verify(position -> {}).broken()).isEmpty();
    }

    @Test
    void nothingIsDroppedUnsigned() throws Exception {
        fixture.reopen(new JournalSettings(1_000, Optional.of(YEAR), Optional.empty(), 20_000));
        fixture.append("fact", 1_000);
        fixture.journal().keep();
        fixture.time().jumpClock(YEAR.plusDays(1));
        fixture.journal().keep();

        assertThat(fixture.journal().read(0, 1).get(0).position()).isEqualTo(1);
    }

    // The file alone, without the journal, proves that it is whole: first line the hash before, then entry by entry.
    private static void assertExportIsWhole(Path file) throws Exception {
        List<String> lines = Files.readAllLines(file);
        Link link = new Link(1_000, HexFormat.of().parseHex(lines.get(0)));
        for (String body : lines.subList(1, lines.size())) {
            link = link.next(body);
        }
        String checkpoint = Files.readString(Path.of(file.toString().replace(".jsonl", ".checkpoint")));
        assertThat(new Checkpoint(checkpoint.substring(0, checkpoint.indexOf("\n\n") + 1)).covers(link))
                .isTrue();
    }

    private List<SegmentTable.Segment> segments() throws SQLException {
        try (Connection connection = fixture.store().getConnection()) {
            return SegmentTable.all(connection);
        }
    }
}
