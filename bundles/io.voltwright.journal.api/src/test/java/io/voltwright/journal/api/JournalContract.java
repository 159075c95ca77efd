package io.voltwright.journal.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.voltwright.base.api.Moment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What every journal promises; each implementation has a subclass. */
public abstract class JournalContract {

    /** What a subclass has to make: {@code schema/001-mine.sql} of the schema {@code mine}. */
    public static final String MINE = "CREATE TABLE MINE.NOTE (ID VARCHAR(120) PRIMARY KEY)";

    static final UUID BOOT = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    static final int WRITERS = 64;

    /** The journal under test, empty at first. */
    protected abstract Journal journal();

    /** The store on which its effects run, with the table {@code MINE.NOTE}. */
    protected abstract DataSource store();

    /** A fact with a key and a payload of every kind. */
    public static Fact fact(String key) {
        return fact(key, "charging.PluggedIn", false);
    }

    /** A fact of a type. */
    public static Fact fact(String key, String type, boolean mustUnderstand) {
        Moment time = new Moment(
                Instant.parse("2026-03-02T08:00:00.123456789Z"),
                BOOT,
                Duration.ofNanos(1_234_567_890_123L),
                Moment.ClockState.UNSYNCHRONISED);
        Payload payload = Payload.with()
                .put("text", "Grüße, \"\\\n\u0001 \uD83D\uDD0C")
                .put("wattHours", 12_345)
                .put("negative", -1L)
                .put("flag", true)
                .put("list", List.of("a", 1L, false, Payload.EMPTY))
                .put("nested", Payload.with().put("z", "last").put("A", "first").done())
                .done();
        return new Fact(type, 2, key, "left", time, mustUnderstand, payload);
    }

    /** The row that a writer derives from a fact. */
    public static Effects note(String id) {
        return connection -> {
            try (PreparedStatement sql = connection.prepareStatement("INSERT INTO MINE.NOTE VALUES (?)")) {
                sql.setString(1, id);
                sql.executeUpdate();
            }
        };
    }

    @Test
    void factsComeBackAsTheyWereAppendedInOrder() throws Exception {
        Fact first = fact("1");
        Fact second = fact("2");

        assertThat(positions(journal().append(first, second))).containsExactly(1L, 2L);
        assertThat(journal().read(0, 10)).containsExactly(new Entry(1, first), new Entry(2, second));
        assertThat(journal().read(1, 10)).containsExactly(new Entry(2, second));
        assertThat(journal().read(0, 1)).hasSize(1);
        assertThat(journal().last()).isEqualTo(2);
    }

    @Test
    void anEmptyJournalHasNothingAndTakesFacts() {
        assertThat(journal().last()).isZero();
        assertThat(journal().read(0, 10)).isEmpty();
        assertThat(journal().accepting()).isTrue();
    }

    @Test
    void aKeyAppendedAgainReturnsItsFirstPositionAndChangesNothing() throws Exception {
        positions(journal().append(List.of(fact("a")), note("a")));
        positions(journal().append(fact("b")));

        assertThat(positions(journal().append(List.of(fact("a")), note("never"))))
                .containsExactly(1L);
        assertThat(journal().last()).isEqualTo(2);
        assertThat(notes()).containsExactly("a");
    }

    @Test
    void aKeyTwiceInOneCallIsOneFact() throws Exception {
        assertThat(positions(journal().append(fact("a"), fact("a"), fact("b")))).containsExactly(1L, 1L, 2L);
    }

    @Test
    void effectsOfACallThatIsPartlyNewAreApplied() throws Exception {
        positions(journal().append(fact("a")));

        assertThat(positions(journal().append(List.of(fact("a"), fact("b")), note("b"))))
                .containsExactly(1L, 2L);
        assertThat(notes()).containsExactly("b");
    }

    @Test
    void effectsMayComeWithoutFacts() throws Exception {
        assertThat(positions(journal().append(List.of(), note("alone")))).isEmpty();
        assertThat(notes()).containsExactly("alone");
    }

    @Test
    void effectsThatFailUndoTheirFactsAndLeaveNoGap() throws Exception {
        Effects failing = note("half").then(connection -> {
            throw new SQLException("on purpose");
        });
        var failed = journal().append(List.of(fact("lost-1"), fact("lost-2")), failing);
        var kept = journal().append(List.of(fact("kept")), note("kept"));

        assertThat(positions(kept)).containsExactly(1L);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> positions(failed))
                .withCauseInstanceOf(JournalException.class);
        assertThat(notes()).containsExactly("kept");
        assertThat(positions(journal().append(fact("lost-1")))).containsExactly(2L);
    }

    // Each of 64 writers appends facts of its own, and every second one with a row, and some fail on purpose.
    @Test
    void sixtyFourWritersGetPositionsWithoutGapsEachInItsOrder() throws Exception {
        int each = Math.max(3, (int) (200 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1"))));
        List<CompletableFuture<List<List<Long>>>> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
            int writer = w;
            writers.add(CompletableFuture.supplyAsync(() -> write(writer, each), task -> new Thread(task).start()));
        }
        Set<Long> all = new HashSet<>();
        for (var writer : writers) {
            List<Long> positions =
                    writer.get(120, SECONDS).stream().flatMap(List::stream).toList();
            assertThat(positions).hasSize(each).isSorted();
            all.addAll(positions);
        }
        int count = WRITERS * each;
        assertThat(all).hasSize(count);
        assertThat(journal().last()).isEqualTo(count);
        List<Entry> entries = new ArrayList<>();
        while (entries.size() < count) {
            entries.addAll(journal().read(entries.size(), 1_000));
        }
        assertThat(entries).extracting(Entry::position).isSorted().doesNotHaveDuplicates();
        assertThat(notes()).hasSize(WRITERS * each);
    }

    private List<List<Long>> write(int writer, int each) {
        List<CompletableFuture<List<Long>>> answers = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            String key = writer + "-" + i;
            answers.add(journal().append(List.of(fact(key)), note(key)).toCompletableFuture());
            if (i % 7 == 0) {
                // A row that is there already: this writer fails, its neighbours in the group do not.
                journal().append(List.of(fact("no-" + key)), note(key)).exceptionally(failure -> List.of());
            }
        }
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** Waits for the answer. */
    public static List<Long> positions(java.util.concurrent.CompletionStage<List<Long>> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.toCompletableFuture().get(60, SECONDS);
    }

    private List<String> notes() throws SQLException {
        try (Connection connection = store().getConnection();
                PreparedStatement sql = connection.prepareStatement("SELECT ID FROM MINE.NOTE ORDER BY ID");
                ResultSet rows = sql.executeQuery()) {
            List<String> notes = new ArrayList<>();
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
            return notes;
        }
    }
}
