package io.voltwright.journal.derby;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.FactReader.Step;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A batch on its way through its reader, which may have parts of it committed before it answers for the rest; from any thread. */
final class Passage implements FactReader.Commits {

    /** Writes a step, and moves the reader on, in one transaction. */
    @FunctionalInterface
    interface Writing {

        CompletableFuture<List<Long>> commit(Step step, long from, long upTo);
    }

    private final List<Entry> batch;
    private final long seen;
    private final Writing writing;

    private int taken;
    private long position;
    private boolean busy;
    private boolean answered;
    private Optional<Throwable> trouble = Optional.empty();

    /**
     * @param from where the reader is
     * @param seen where it is when the whole batch is taken
     */
    Passage(List<Entry> batch, long from, long seen, Writing writing) {
        this.batch = batch;
        this.position = from;
        this.seen = seen;
        this.writing = writing;
    }

    List<Entry> batch() {
        return batch;
    }

    @Override
    public CompletionStage<Void> commit(Step part, Executor executor) {
        CompletableFuture<List<Long>> written;
        synchronized (this) {
            if (busy || answered || trouble.isPresent()) {
                throw new IllegalStateException("the part before is not committed, or the batch is answered");
            }
            if (part.taken() >= batch.size() - taken) {
                throw new IllegalArgumentException("nothing would be left of the batch");
            }
            taken += part.taken();
            long from = position;
            position = batch.get(taken - 1).position();
            busy = true;
            written = writing.commit(part, from, position);
        }
        return written.whenComplete((positions, failure) -> written(Optional.ofNullable(failure)))
                .whenCompleteAsync((positions, failure) -> {}, executor)
                .thenAccept(positions -> {});
    }

    private synchronized void written(Optional<Throwable> failure) {
        busy = false;
        trouble = failure;
    }

    /** Where the reader is when the rest is committed as well. */
    synchronized long end(Step rest) {
        return rest.taken() < batch.size() - taken
                ? batch.get(taken + rest.taken() - 1).position()
                : seen;
    }

    /** Commits the rest. */
    synchronized CompletionStage<List<Long>> commitRest(Step rest) {
        if (busy || answered) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("it answered before a part was committed, or twice"));
        }
        answered = true;
        return trouble.<CompletionStage<List<Long>>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> writing.commit(rest, position, end(rest)));
    }
}
