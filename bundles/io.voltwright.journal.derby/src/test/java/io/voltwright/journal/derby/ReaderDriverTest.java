package io.voltwright.journal.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a reader leaves while the journal is still busy with its answer. */
class ReaderDriverTest {

    private static final Duration WAIT = Duration.ofMinutes(1);

    private final Fixture fixture = new Fixture();
    private final VirtualTime time = fixture.time();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(time.threads("reader ocpp"));
    private final BlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
    private final ReaderTest.Reader reader = new ReaderTest.Reader("ocpp");
    private final ReaderDriver driver = new ReaderDriver(
            reader, "ocpp", fixture.journal().places(), new Spine(), time, thread, time.open("reader ocpp"));

    private record Commit(Append step, boolean wanted) {}

    @AfterEach
    void close() throws InterruptedException {
        thread.shutdownNow();
        fixture.close();
    }

    @Test
    @DisplayName(
            "what a reader answered before it goes is committed, for the back end has it: it must not get it again")
    void anAnswerThatWasGivenIsCommitted() throws Exception {
        CompletableFuture<FactReader.Step> answer = new CompletableFuture<>();
        reader.answers = batch -> answer;
        fixture.append("a", 1);
        driver.start();
        reader.awaitAsked(1);
        CountDownLatch busy = new CountDownLatch(1);
        thread.execute(() -> await().atMost(WAIT).until(() -> busy.getCount() == 0));
        answer.complete(FactReader.Step.NOTHING);

        CompletableFuture<Void> leaving = CompletableFuture.runAsync(driver::close);
        await().atMost(WAIT).until(thread::isShutdown);
        busy.countDown();
        Commit commit = commits.poll(WAIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(commit).isNotNull();
        assertThat(commit.wanted()).isTrue();
        assertThat(leaving).succeedsWithin(WAIT);
        assertThat(commit.step().wanted().getAsBoolean())
                .as("its successor reads from there now")
                .isFalse();
    }

    private final class Spine implements ReaderDriver.Spine {

        @Override
        public long last() {
            return fixture.journal().last();
        }

        @Override
        public List<Entry> read(long after, int limit) {
            return fixture.journal().read(after, limit);
        }

        @Override
        public CompletableFuture<List<Long>> commit(Append step) {
            commits.add(new Commit(step, step.wanted().getAsBoolean()));
            return CompletableFuture.completedFuture(List.of());
        }
    }
}
