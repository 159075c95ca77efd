package io.voltwright.journal.derby;

import static io.voltwright.journal.api.JournalContract.fact;
import static io.voltwright.journal.api.JournalContract.note;
import static io.voltwright.journal.api.JournalContract.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TroubleTest {

    static final int QUEUE = 100;

    final Fixture fixture = new Fixture(new JournalSettings(100_000, Optional.empty(), Optional.empty(), QUEUE));
    final Journal journal = fixture.journal();

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }

    @Test
    void aFullDiskIsRefusedAndHealsByItself() throws Exception {
        positions(journal.append(fact("before")));
        fixture.faulty().fail(FaultyStore.Fault.DISK_FULL);

        assertFails(journal.append(fact("lost")), "No space left on device");
        assertThat(journal.accepting()).isFalse();
        assertFails(journal.append(fact("refused")), "the journal takes nothing: the store failed");

        fixture.faulty().fail(FaultyStore.Fault.NONE);
        await().atMost(Duration.ofSeconds(60)).until(journal::accepting);
        assertThat(positions(journal.append(fact("after")))).containsExactly(2L);
        assertThat(fixture.journal().verify(position -> {}).broken()).isEmpty();
    }

    @Test
    void aJournalThatStartsOnAFullDiskHealsByItself() throws Exception {
        fixture.append("before", 3);
        fixture.faulty().fail(FaultyStore.Fault.DISK_FULL);
        Journal again = fixture.reopen(Fixture.SETTINGS);
        assertThat(again.accepting()).isFalse();

        fixture.faulty().fail(FaultyStore.Fault.NONE);
        await().atMost(Duration.ofSeconds(60)).until(again::accepting);
        assertThat(positions(again.append(fact("after")))).containsExactly(4L);
    }

    // The commit reached the disk, its answer did not: the writer must not be told that nothing was written.
    @Test
    void aCommitWhoseAnswerGotLostIsStillAcknowledged() throws Exception {
        fixture.faulty().fail(FaultyStore.Fault.COMMIT_UNHEARD);

        assertThat(positions(journal.append(List.of(fact("a")), note("a")))).containsExactly(1L);
        assertThat(journal.last()).isEqualTo(1);
    }

    @Test
    void aCommitThatGotLostIsReportedAndLeavesNothing() throws Exception {
        fixture.faulty().fail(FaultyStore.Fault.COMMIT_LOST);

        assertFails(journal.append(List.of(fact("a")), note("a")), "append again with the same keys");
        assertThat(positions(journal.append(List.of(fact("a")), note("a")))).containsExactly(1L);
    }

    // Two locks that wait for each other end with Derby's victim; only who caused it may lose.
    @Test
    void aLockThatIsHeldTooLongFailsItsWriterAlone() throws Exception {
        fixture.update("INSERT INTO MINE.NOTE VALUES ('held')");
        try (Connection holder = fixture.store().getConnection();
                Statement sql = holder.createStatement()) {
            holder.setAutoCommit(false);
            sql.executeUpdate("UPDATE MINE.NOTE SET ID = 'still held' WHERE ID = 'held'");
            var group = new Gate();
            var first = journal.append(List.of(fact("first")), group);
            group.entered();
            var blocked = journal.append(List.of(fact("blocked")), connection -> {
                try (Statement update = connection.createStatement()) {
                    update.executeUpdate("UPDATE MINE.NOTE SET ID = 'mine' WHERE ID = 'held'");
                }
            });
            var neighbour = journal.append(fact("neighbour"));
            group.open();

            assertThat(positions(first)).containsExactly(1L);
            assertThat(positions(neighbour)).containsExactly(2L);
            assertFails(blocked, "nothing was written");
            holder.rollback();
        }
        assertThat(journal.accepting()).isTrue();
    }

    @Test
    void effectsThatThrowAnythingFailAlone() throws Exception {
        var failed = journal.append(List.of(fact("a")), connection -> {
            throw new IllegalStateException("a bug");
        });
        var kept = journal.append(fact("b"));

        assertFails(failed, "a bug");
        assertThat(positions(kept)).containsExactly(1L);
    }

    @Test
    void effectsCannotEndTheTransactionOfTheirNeighbours() throws Exception {
        for (Effects ending : List.<Effects>of(Connection::commit, Connection::rollback, Connection::close)) {
            assertFails(journal.append(List.of(fact("a")), ending), "effects do not");
        }
    }

    @Test
    void aFullQueueRefusesAndSaysSo() throws Exception {
        var gate = new Gate();
        var first = journal.append(List.of(fact("first")), gate);
        gate.entered();
        List<CompletionStage<List<Long>>> waiting = new ArrayList<>();
        for (int i = 1; i < QUEUE; i++) {
            waiting.add(journal.append(fact("waiting-" + i)));
        }
        assertThat(journal.accepting()).isFalse();
        assertFails(journal.append(fact("one too many")), QUEUE + " appends wait already");
        gate.open();

        assertThat(positions(first)).containsExactly(1L);
        for (var answer : waiting) {
            positions(answer);
        }
        await().atMost(Duration.ofSeconds(60)).until(journal::accepting);
    }

    // A swap of this bundle must not swallow what was queued.
    @Test
    void whatIsQueuedAtTheEndIsWrittenAndWhatComesLaterFails() throws Exception {
        List<CompletionStage<List<Long>>> answers = new ArrayList<>();
        var gate = new Gate();
        answers.add(journal.append(List.of(fact("first")), gate));
        gate.entered();
        for (int i = 0; i < 50; i++) {
            answers.add(journal.append(fact("queued-" + i)));
        }
        CountDownLatch reopened = new CountDownLatch(1);
        Thread swap = new Thread(() -> {
            try {
                fixture.reopen(Fixture.SETTINGS);
                reopened.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        swap.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> !journal.accepting());
        gate.open();
        assertThat(reopened.await(60, TimeUnit.SECONDS)).isTrue();

        for (var answer : answers) {
            assertThat(answer.toCompletableFuture()).isCompleted();
            positions(answer);
        }
        assertFails(journal.append(fact("too late")), "it ends");
        assertThat(fixture.journal().last()).isEqualTo(51);
    }

    @Test
    void aFactThatCannotBeWrittenDownIsRefused() {
        var tooLong = fact("a");
        var facts = new io.voltwright.journal.api.Fact(
                tooLong.type(),
                1,
                "long",
                "left",
                tooLong.time(),
                false,
                io.voltwright.journal.api.Payload.with()
                        .put("text", "x".repeat(32_000))
                        .done());

        assertFails(journal.append(facts), "longer than 32000");
    }

    private static void assertFails(CompletionStage<List<Long>> answer, String reason) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> positions(answer))
                .withCauseInstanceOf(JournalException.class)
                .withMessageContaining(reason);
    }

    /** Effects that hold the writer until they are let go. */
    static final class Gate implements Effects {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void apply(Connection connection) throws SQLException {
            inside.countDown();
            try {
                go.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }

        void entered() throws InterruptedException {
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void open() {
            go.countDown();
        }
    }
}
