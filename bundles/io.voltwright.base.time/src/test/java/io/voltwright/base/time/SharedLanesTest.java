package io.voltwright.base.time;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class SharedLanesTest {

    static final int LANES = 10_000;

    final SharedLanes lanes = new SharedLanes(3, 1);

    @AfterEach
    void stop() throws InterruptedException {
        lanes.stop();
    }

    // Each lane counts without a lock: a lost increment would show that two workers were on it at once.
    @Test
    void tenThousandLanesKeepTheirOrderOnThreeThreads() throws InterruptedException {
        int before = Thread.activeCount();
        List<Count> counts = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            counts.add(new Count(lanes.open("evse " + i)));
        }
        CountDownLatch done = new CountDownLatch(4 * LANES);
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Thread writer = new Thread(() -> counts.forEach(count -> count.lane.execute(() -> {
                count.value++;
                done.countDown();
            })));
            writers.add(writer);
            writer.start();
        }
        assertThat(done.await(60, SECONDS)).isTrue();
        assertThat(Thread.activeCount() - before).isLessThanOrEqualTo(4);
        for (Count count : counts) {
            count.lane.close();
            assertThat(count.value).isEqualTo(4);
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    @Test
    void tasksOfOneLaneRunInTheOrderTheyWereQueued() throws InterruptedException {
        Lane lane = lanes.open("order");
        List<Integer> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            lane.execute(() -> seen.add(number));
        }
        lane.execute(done::countDown);

        assertThat(done.await(60, SECONDS)).isTrue();
        assertThat(seen).hasSize(5_000).isSorted();
    }

    @Test
    void aTaskThatThrowsDoesNotEndTheLane() throws InterruptedException {
        Lane lane = lanes.open("accident");
        CountDownLatch done = new CountDownLatch(1);
        lane.execute(() -> {
            throw new AssertionError("on purpose");
        });
        lane.execute(done::countDown);

        assertThat(done.await(60, SECONDS)).isTrue();
    }

    @Test
    void aBusyLaneDoesNotStarveTheOthers() throws InterruptedException {
        SharedLanes one = new SharedLanes(1, 1);
        Lane busy = one.open("busy");
        AtomicBoolean enough = new AtomicBoolean();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                if (!enough.get()) {
                    busy.execute(this);
                }
            }
        };
        busy.execute(again);
        CountDownLatch other = new CountDownLatch(1);
        one.open("other").execute(other::countDown);

        assertThat(other.await(60, SECONDS)).isTrue();
        enough.set(true);
        one.stop();
    }

    @Test
    void closeWaitsForTheRunningTaskAndDropsTheRest() throws InterruptedException {
        Lane lane = lanes.open("closing");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean finished = new AtomicBoolean();
        AtomicBoolean waited = new AtomicBoolean();
        AtomicBoolean dropped = new AtomicBoolean(true);
        Thread closer = new Thread(() -> {
            lane.close();
            waited.set(finished.get());
        });
        lane.execute(() -> {
            running.countDown();
            awaitQuietly(go);
            // Ends as soon as the other waits, for it does not wait for ever.
            while (closer.isAlive() && !waits(closer)) {
                Thread.onSpinWait();
            }
            finished.set(true);
        });
        lane.execute(() -> dropped.set(false));
        assertThat(running.await(60, SECONDS)).isTrue();
        closer.start();
        go.countDown();
        closer.join();

        assertThat(waited).isTrue();
        lane.execute(() -> dropped.set(false));
        assertThat(dropped).isTrue();
    }

    @Test
    void aLaneMayCloseItself() throws InterruptedException {
        Lane lane = lanes.open("self");
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        AtomicBoolean closed = new AtomicBoolean();
        lane.execute(() -> {
            worker.complete(Thread.currentThread());
            lane.close();
            closed.set(true);
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> closed.get() || (worker.isDone() && waits(worker.join())));

        assertThat(closed).as("it does not wait for itself").isTrue();
    }

    @Test
    void logsOfATaskNameItsLane() throws InterruptedException {
        AtomicReference<String> thread = new AtomicReference<>();
        AtomicReference<String> mdc = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        lanes.open("evse left").execute(() -> {
            thread.set(Thread.currentThread().getName());
            mdc.set(String.valueOf(MDC.get("lane")));
            done.countDown();
        });

        assertThat(done.await(60, SECONDS)).isTrue();
        assertThat(thread).hasValue("evse left");
    }

    @Test
    void atSpeedAHundredTenSecondsPassInATenth() throws InterruptedException {
        SharedLanes fast = new SharedLanes(2, 100);
        CountDownLatch rung = new CountDownLatch(1);
        long start = System.nanoTime();
        fast.open("fast").after(Duration.ofSeconds(10), rung::countDown);

        assertThat(rung.await(60, SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        fast.stop();
    }

    @Test
    void aPeriodicTaskThatIsLateIsNotMadeUpFor() throws InterruptedException {
        Lane lane = lanes.open("late");
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch tenPeriods = new CountDownLatch(10);
        lane.execute(() -> awaitQuietly(blocked));
        Lane.Timer timer = lane.every(Duration.ofMillis(5), runs::incrementAndGet);
        Lane.Timer clock = lanes.open("clock").every(Duration.ofMillis(5), tenPeriods::countDown);
        assertThat(tenPeriods.await(60, SECONDS)).isTrue();
        CountDownLatch after = new CountDownLatch(1);
        AtomicInteger early = new AtomicInteger();
        lane.execute(() -> {
            early.set(runs.get());
            after.countDown();
        });
        blocked.countDown();
        assertThat(after.await(60, SECONDS)).isTrue();
        timer.cancel();
        clock.cancel();

        assertThat(early).hasValue(1);
    }

    @Test
    void aCancelledTimerDoesNotRing() throws InterruptedException {
        Lane lane = lanes.open("cancel");
        AtomicBoolean rung = new AtomicBoolean();
        // Busy until it was cancelled, however long that takes: its time may come before.
        CountDownLatch cancelled = new CountDownLatch(1);
        lane.execute(() -> awaitQuietly(cancelled));
        lane.after(Duration.ofMillis(20), () -> rung.set(true)).cancel();
        cancelled.countDown();
        CountDownLatch later = new CountDownLatch(1);
        lane.after(Duration.ofMillis(60), later::countDown);

        assertThat(later.await(60, SECONDS)).isTrue();
        assertThat(rung).isFalse();
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static final class Count {

        final Lane lane;
        int value;

        Count(Lane lane) {
            this.lane = lane;
        }
    }
}
