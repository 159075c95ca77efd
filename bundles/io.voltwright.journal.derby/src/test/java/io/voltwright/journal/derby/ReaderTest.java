package io.voltwright.journal.derby;

import static io.voltwright.journal.api.JournalContract.fact;
import static io.voltwright.journal.api.JournalContract.note;
import static io.voltwright.journal.api.JournalContract.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderTest {

    static final Duration WAIT = Duration.ofSeconds(60);

    final Fixture fixture = new Fixture();

    @AfterEach
    void close() throws InterruptedException {
        fixture.close();
    }

    @Test
    void aReaderGetsAllThatWasAndAllThatComes() throws Exception {
        fixture.append("before", 700);
        Reader reader = new Reader("ledger");
        fixture.journal().addReader(reader);
        fixture.append("after", 50);

        reader.awaitSeen(750);
        assertThat(reader.seen).isSorted().doesNotHaveDuplicates();
        await().atMost(WAIT).until(() -> position("ledger") == 750);
    }

    @Test
    void factsAndRowsOfAStepAreCommittedWithItsPosition() throws Exception {
        Reader reader = new Reader("ledger");
        reader.batch = 1;
        reader.answers = batch -> {
            String key = batch.get(0).fact().key();
            return CompletableFuture.completedFuture(new FactReader.Step(
                    key.startsWith("priced-") ? List.of() : List.of(fact("priced-" + key)), note("row-" + key)));
        };
        fixture.journal().addReader(reader);
        positions(fixture.journal().append(fact("a")));

        await().atMost(WAIT).until(() -> position("ledger") == 2);
        assertThat(fixture.journal().read(0, 10))
                .extracting(entry -> entry.fact().key())
                .containsExactly("a", "priced-a");
        assertThat(fixture.update("DELETE FROM MINE.NOTE WHERE ID IN ('row-a', 'row-priced-a')"))
                .isEqualTo(2);
    }

    @Test
    void aReaderMayTakeAPartOfABatchAndGetsTheRestNext() throws Exception {
        Reader reader = new Reader("ocpp");
        List<Long> firsts = new CopyOnWriteArrayList<>();
        reader.answers = batch -> {
            firsts.add(batch.get(0).position());
            return CompletableFuture.completedFuture(
                    new FactReader.Step(List.of(), note("row-" + batch.get(0).position()), 3));
        };
        fixture.append("fact", 10);
        fixture.journal().addReader(reader);

        await().atMost(WAIT).until(() -> position("ocpp") == 10);
        assertThat(firsts).containsExactly(1L, 4L, 7L, 10L);
        assertThat(fixture.update("DELETE FROM MINE.NOTE")).isEqualTo(4);
    }

    // What is read ahead while it is at work is neither left out nor handed over twice.
    @Test
    void aReaderThatTakesPartsOfBatchesOfAllSizesGetsEachFactOnceAndInOrder() throws Exception {
        Reader reader = new Reader("ocpp");
        List<Long> taken = new CopyOnWriteArrayList<>();
        reader.answers = batch -> {
            int part = 1 + batch.size() * 2 / 3;
            batch.stream().limit(part).map(Entry::position).forEach(taken::add);
            reader.batch = 1 + (reader.batch * 7 + 3) % 400;
            return CompletableFuture.supplyAsync(() ->
                    new FactReader.Step(List.of(), note("row-" + batch.get(0).position()), part));
        };
        fixture.append("before", 500);
        fixture.journal().addReader(reader);
        fixture.append("meanwhile", 300);

        await().atMost(WAIT).until(() -> position("ocpp") == 800);
        assertThat(taken).isEqualTo(LongStream.rangeClosed(1, 800).boxed().toList());
    }

    @Test
    void aReaderMayHaveAPartCommittedBeforeItGoesOnWithTheRest() throws Exception {
        Reader reader = new Reader("ocpp");
        List<Long> durable = new CopyOnWriteArrayList<>();
        reader.parts = (batch, onTheWay) -> onTheWay.commit(part("first", 3), Runnable::run)
                .thenCompose(done -> {
                    durable.add(stored("ocpp"));
                    return onTheWay.commit(part("second", 4), Runnable::run);
                })
                .thenApply(done -> {
                    durable.add(stored("ocpp"));
                    return new FactReader.Step(List.of(), note("row-rest"));
                });
        fixture.append("fact", 10);
        fixture.journal().addReader(reader);

        await().atMost(WAIT).until(() -> position("ocpp") == 10);
        assertThat(durable).containsExactly(3L, 7L);
        assertThat(reader.seen).hasSize(10);
        assertThat(fixture.update("DELETE FROM MINE.NOTE WHERE ID IN ('row-first', 'row-second', 'row-rest')"))
                .isEqualTo(3);
    }

    @Test
    void afterAPartThatWasNotCommittedAllBehindTheLastThatWasComesAgain() throws Exception {
        Reader reader = new Reader("ocpp");
        reader.parts = (batch, onTheWay) -> onTheWay.commit(part("first", 3), Runnable::run)
                .thenCompose(done -> onTheWay.commit(
                        new FactReader.Step(
                                List.of(),
                                connection -> {
                                    throw new SQLException("constraint");
                                },
                                4),
                        Runnable::run))
                .thenApply(done -> FactReader.Step.NOTHING);
        fixture.append("fact", 10);
        fixture.journal().addReader(reader);
        await().atMost(WAIT).until(() -> state("ocpp").contains("constraint"));
        assertThat(position("ocpp")).isEqualTo(3);

        reader.parts = (batch, onTheWay) -> CompletableFuture.completedFuture(FactReader.Step.NOTHING);
        fixture.pass(Duration.ofSeconds(1));
        await().atMost(WAIT).until(() -> position("ocpp") == 10);
        assertThat(reader.seen.subList(10, reader.seen.size())).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void anAnswerInSpiteOfAPartThatWasNotCommittedIsNone() throws Exception {
        Reader reader = new Reader("ocpp");
        reader.parts = (batch, onTheWay) -> onTheWay.commit(
                        new FactReader.Step(
                                List.of(),
                                connection -> {
                                    throw new SQLException("constraint");
                                },
                                1),
                        Runnable::run)
                .handle((done, failure) -> new FactReader.Step(List.of(), note("row-rest")));
        fixture.append("fact", 2);
        fixture.journal().addReader(reader);

        await().atMost(WAIT).until(() -> state("ocpp").contains("constraint"));
        assertThat(position("ocpp")).isZero();
        assertThat(fixture.update("DELETE FROM MINE.NOTE")).isZero();
    }

    @Test
    void aPartLeavesSomethingOfTheBatch() throws Exception {
        Reader reader = new Reader("ocpp");
        reader.parts = (batch, onTheWay) ->
                onTheWay.commit(part("all", 2), Runnable::run).thenApply(done -> FactReader.Step.NOTHING);
        fixture.append("fact", 2);
        fixture.journal().addReader(reader);

        await().atMost(WAIT).until(() -> state("ocpp").contains("nothing would be left"));
        assertThat(position("ocpp")).isZero();
    }

    private static FactReader.Step part(String row, int taken) {
        return new FactReader.Step(List.of(), note("row-" + row), taken);
    }

    private long stored(String reader) {
        try {
            return position(reader);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    // Crash between the facts and the position cannot happen; a step that is repeated all the same counts once.
    @Test
    void aStepWhoseFactsAreRepeatsStillMovesTheReader() throws Exception {
        positions(fixture.journal().append(fact("a"), fact("priced-a")));
        Reader reader = new Reader("ledger");
        reader.answers = batch -> CompletableFuture.completedFuture(
                new FactReader.Step(List.of(fact("priced-a")), note("row-" + batch.size())));
        fixture.journal().addReader(reader);

        await().atMost(WAIT).until(() -> position("ledger") == 2);
        assertThat(fixture.journal().last()).isEqualTo(2);
        assertThat(fixture.update("DELETE FROM MINE.NOTE WHERE ID = 'row-2'")).isEqualTo(1);
    }

    @Test
    void aFailingReaderIsAskedAgainWithGrowingPausesAndLosesNothing() throws Exception {
        Reader failing = new Reader("ocpp");
        failing.answers = batch -> CompletableFuture.failedFuture(new IllegalStateException("back end away"));
        Reader well = new Reader("ledger");
        fixture.journal().addReader(failing);
        fixture.journal().addReader(well);
        fixture.append("fact", 10);
        well.awaitSeen(10);

        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            int asked = failing.asked();
            await().atMost(WAIT).until(() -> state("ocpp").startsWith("failing"));
            fixture.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(failing.asked()).isEqualTo(asked);
            fixture.pass(Duration.ofMillis(1));
            failing.awaitAsked(asked + 1);
        }
        failing.answers = batch -> CompletableFuture.completedFuture(FactReader.Step.NOTHING);
        await().atMost(WAIT).until(() -> state("ocpp").startsWith("failing"));
        fixture.pass(Duration.ofSeconds(60));
        await().atMost(WAIT).until(() -> position("ocpp") == 10);
        await().atMost(WAIT).until(() -> state("ocpp").equals("waiting"));
    }

    @Test
    void effectsThatFailUndoTheStepAndTheBatchComesAgain() throws Exception {
        Reader reader = new Reader("ledger");
        reader.answers =
                batch -> CompletableFuture.completedFuture(new FactReader.Step(List.of(fact("derived")), connection -> {
                    throw new SQLException("constraint");
                }));
        fixture.journal().addReader(reader);
        positions(fixture.journal().append(fact("a")));
        await().atMost(WAIT).until(() -> state("ledger").contains("constraint"));
        assertThat(fixture.journal().last()).isEqualTo(1);
        assertThat(position("ledger")).isZero();

        reader.answers = batch -> CompletableFuture.completedFuture(FactReader.Step.NOTHING);
        fixture.pass(Duration.ofSeconds(1));
        await().atMost(WAIT).until(() -> position("ledger") == 1);
        assertThat(reader.seen).containsExactly(1L, 1L);
    }

    @Test
    void whileAnAnswerIsPendingNothingElseIsHandedOverAndNobodyWaits() throws Exception {
        CompletableFuture<FactReader.Step> pending = new CompletableFuture<>();
        Reader slow = new Reader("ocpp");
        slow.batch = 1;
        slow.answers = batch -> pending;
        Reader quick = new Reader("ledger");
        fixture.journal().addReader(slow);
        fixture.journal().addReader(quick);
        fixture.append("fact", 100);
        quick.awaitSeen(100);
        slow.awaitAsked(1);

        assertThat(slow.asked()).isEqualTo(1);
        pending.complete(FactReader.Step.NOTHING);
        slow.awaitSeen(2);
        assertThat(position("ocpp")).isPositive();
    }

    @Test
    void anAnswerThatComesAfterTheReaderHasGoneIsIgnored() throws Exception {
        CompletableFuture<FactReader.Step> pending = new CompletableFuture<>();
        Reader old = new Reader("ocpp");
        old.answers = batch -> pending;
        fixture.journal().addReader(old);
        positions(fixture.journal().append(fact("a")));
        old.awaitAsked(1);
        fixture.journal().removeReader(old);
        Reader successor = new Reader("ocpp");
        fixture.journal().addReader(successor);
        successor.awaitSeen(1);
        pending.complete(new FactReader.Step(List.of(fact("late")), note("late")));
        positions(fixture.journal().append(fact("b")));

        successor.awaitSeen(2);
        assertThat(fixture.journal().read(0, 10))
                .extracting(entry -> entry.fact().key())
                .containsExactly("a", "b");
        assertThat(fixture.update("DELETE FROM MINE.NOTE")).isZero();
    }

    @Test
    void aReaderThatWasAwayFindsEverythingWhenItReturns() throws Exception {
        Reader first = new Reader("mqtt");
        fixture.journal().addReader(first);
        fixture.append("a", 5);
        await().atMost(WAIT).until(() -> position("mqtt") == 5);
        fixture.journal().removeReader(first);
        fixture.append("b", 5);
        fixture.reopen(Fixture.SETTINGS);

        Reader second = new Reader("mqtt");
        fixture.journal().addReader(second);
        second.awaitSeen(5);
        assertThat(second.seen).containsExactly(6L, 7L, 8L, 9L, 10L);
    }

    // A reader of an older version: what it need not know it steps over, at what it must know it stops and says so.
    @Test
    void anOldReaderStepsOverNewFactsButStopsAtOneItMustUnderstand() throws Exception {
        Reader old = new Reader("ledger");
        old.understood = "charging.PluggedIn";
        fixture.journal().addReader(old);
        positions(fixture.journal()
                .append(
                        fact("1"),
                        fact("2", "charging.Sniffed", false),
                        fact("3"),
                        fact("4", "charging.Refunded", true),
                        fact("5")));

        await().atMost(WAIT).until(() -> state("ledger").startsWith("stopped at 4"));
        assertThat(state("ledger")).contains("charging.Refunded version 2");
        assertThat(old.seen).containsExactly(1L, 3L);
        assertThat(position("ledger")).isEqualTo(3);

        fixture.journal().removeReader(old);
        Reader updated = new Reader("ledger");
        fixture.journal().addReader(updated);
        updated.awaitSeen(2);
        assertThat(updated.seen).containsExactly(4L, 5L);
    }

    @Test
    void aReaderOfRareFactsStepsOverTheRest() throws Exception {
        fixture.append("many", 3_000);
        positions(fixture.journal().append(fact("rare", "security.Attacked", false)));
        Reader rare = new Reader("watch");
        rare.understood = "security.Attacked";
        rare.batch = 1;
        fixture.journal().addReader(rare);

        rare.awaitSeen(1);
        assertThat(rare.seen).containsExactly(3_001L);
    }

    @Test
    void theSecondOfTwoReadersWithOneNameWaitsForTheFirstToGo() throws Exception {
        Reader first = new Reader("ledger");
        Reader second = new Reader("ledger");
        fixture.journal().addReader(first);
        fixture.journal().addReader(second);
        positions(fixture.journal().append(fact("a")));
        await().atMost(WAIT).until(() -> position("ledger") == 1);
        fixture.journal().removeReader(first);
        positions(fixture.journal().append(fact("b")));

        second.awaitSeen(1);
        assertThat(first.seen).containsExactly(1L);
        assertThat(second.seen).containsExactly(2L);
    }

    @Test
    void aReaderThatThrowsAnythingDoesNotEndItsDriver() throws Exception {
        Reader reader = new Reader("ledger");
        reader.answers = batch -> {
            throw new NoClassDefFoundError("a bundle that is being replaced");
        };
        fixture.journal().addReader(reader);
        positions(fixture.journal().append(fact("a")));
        await().atMost(WAIT).until(() -> state("ledger").startsWith("failing"));

        reader.answers = batch -> CompletableFuture.completedFuture(FactReader.Step.NOTHING);
        fixture.pass(Duration.ofSeconds(1));
        await().atMost(WAIT).until(() -> position("ledger") == 1);
    }

    private long position(String reader) throws SQLException {
        return fixture.journal().places().all().stream()
                .filter(place -> place.name().equals(reader))
                .mapToLong(ReaderTable.Place::position)
                .findAny()
                .orElse(-1);
    }

    private String state(String reader) {
        return fixture.journal()
                .readers()
                .driver(reader)
                .map(ReaderDriver::state)
                .orElse("");
    }

    /** A reader that notes what it sees and answers as it is told. */
    static final class Reader implements FactReader {

        final List<Long> seen = new CopyOnWriteArrayList<>();
        private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        private final String name;
        volatile String understood = "";
        volatile int batch = 256;
        volatile Function<List<Entry>, CompletionStage<Step>> answers =
                batch -> CompletableFuture.completedFuture(Step.NOTHING);

        volatile BiFunction<List<Entry>, Commits, CompletionStage<Step>> parts =
                (batch, onTheWay) -> answers.apply(batch);

        Reader(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public boolean understands(Fact fact) {
            return understood.isEmpty() || understood.equals(fact.type());
        }

        @Override
        public CompletionStage<Step> read(List<Entry> entries) {
            throw new AssertionError("it is asked with a way to commit parts");
        }

        @Override
        public CompletionStage<Step> read(List<Entry> entries, Commits onTheWay) {
            entries.forEach(entry -> seen.add(entry.position()));
            batches.add(entries.size());
            return parts.apply(entries, onTheWay);
        }

        int asked() {
            return batches.size();
        }

        void awaitAsked(int times) {
            await().atMost(WAIT).until(() -> asked() >= times);
        }

        void awaitSeen(int count) {
            await().atMost(WAIT).until(() -> seen.size() >= count);
        }
    }
}
