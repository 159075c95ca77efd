package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.MemoryJournal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Limits of one owner that follow each other faster than the disk writes. */
class LimitDeskTest {

    static final EvseId HALL = new EvseId("hall");
    static final Actor OWNER = Actor.backend("dso");

    final VirtualTime time = new VirtualTime();
    final DataSource store = ChargingStore.open();
    final SlowJournal journal = new SlowJournal(store);
    final Limits limits = new Limits();
    final LimitDesk desk = new LimitDesk(time.open("limits"), time, limits, () -> Optional.of(journal), () -> {});

    @Test
    @DisplayName("4.3, R3: a lower limit that is set while a higher one is on its way to disk is the one that holds")
    void theLowerOneStands() throws SQLException {
        set(10);
        journal.commit();
        set(20);
        set(6);
        assertThat(inForce()).isEqualTo(6);
        journal.commit();

        assertThat(inForce()).isEqualTo(6);
        assertThat(stored()).isEqualTo(6);
    }

    @Test
    @DisplayName("4.3, R3: a limit that is set while its owner's last one is being lifted stays")
    void theNextOneStays() throws SQLException {
        set(10);
        journal.commit();
        CompletableFuture<Outcome> lifted = desk.remove(Optional.of(HALL), "dso", OWNER);
        time.settle();
        set(8);
        journal.commit();

        assertThat(lifted).isCompletedWithValueMatching(Outcome::isDone);
        assertThat(inForce()).isEqualTo(8);
        assertThat(stored()).isEqualTo(8);
    }

    @Test
    void ofTwoHigherOnesTheLaterHolds() throws SQLException {
        set(10);
        journal.commit();
        set(16);
        set(20);
        assertThat(inForce()).as("not before it is on disk").isEqualTo(10);
        journal.commit();

        assertThat(inForce()).isEqualTo(20);
        assertThat(stored()).isEqualTo(20);
    }

    @Test
    @DisplayName("4.3: a limit that ends while the next one of its owner is on its way to disk takes that not with it")
    void theEndOfOneIsNotTheEndOfTheNext() throws SQLException {
        set(10, Optional.of(Duration.ofSeconds(30)));
        journal.commit();
        desk.start();
        time.pass(Duration.ofSeconds(29));
        set(20);
        time.pass(Duration.ofSeconds(3));
        assertThat(limits.lowest(Optional.of(HALL), time.instant()))
                .as("over, and the next is not on disk")
                .isEmpty();
        journal.commit();
        time.pass(Duration.ofSeconds(3));
        journal.commit();

        assertThat(inForce()).isEqualTo(20);
        assertThat(stored()).isEqualTo(20);
    }

    @Test
    @DisplayName("4.3: what is lifted once the disk is back is lifted after what it could not take before")
    void whatWaitsForTheDiskComesFirst() throws SQLException {
        set(10);
        journal.commit();
        desk.start();
        journal.accept = false;
        set(6);
        journal.accept = true;
        set(20);
        for (int second = 0; second < 3; second++) {
            time.pass(Duration.ofSeconds(1));
            journal.commit();
        }

        assertThat(inForce()).isEqualTo(20);
        assertThat(stored()).isEqualTo(20);
    }

    private void set(int amperes) {
        set(amperes, Optional.empty());
    }

    private void set(int amperes, Optional<Duration> lasts) {
        CompletableFuture<Outcome> reply = desk.set(
                new PowerLimit(Optional.of(HALL), "dso", Current.amperes(amperes), lasts.map(duration -> time.instant()
                        .plus(duration))),
                OWNER);
        time.settle();
        assertThat(reply).isNotCompletedExceptionally();
    }

    private double inForce() {
        return limits.lowest(Optional.of(HALL), time.instant())
                .orElseThrow()
                .current()
                .amperes();
    }

    private double stored() throws SQLException {
        List<PowerLimit> rows = Rows.read(store).limits();
        assertThat(rows).hasSize(1);
        return rows.get(0).current().amperes();
    }

    /** Keeps what is appended until it is told to commit it, in its order. */
    private final class SlowJournal implements Journal {

        private final MemoryJournal disk;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        boolean accept = true;

        SlowJournal(DataSource store) {
            disk = new MemoryJournal(store);
        }

        void commit() {
            while (!waiting.isEmpty()) {
                waiting.removeFirst().run();
                time.settle();
            }
        }

        @Override
        public CompletionStage<List<Long>> append(List<Fact> facts, Effects effects) {
            CompletableFuture<List<Long>> written = new CompletableFuture<>();
            waiting.addLast(() -> disk.append(facts, effects).thenAccept(written::complete));
            return written;
        }

        @Override
        public List<Entry> read(long after, int limit) {
            return disk.read(after, limit);
        }

        @Override
        public long last() {
            return disk.last();
        }

        @Override
        public boolean accepting() {
            return accept;
        }
    }
}
