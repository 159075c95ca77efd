package io.voltwright.protocol.ocpp;

import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.FactReader.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/** One batch as the journal leads a reader through it: parts are committed on the way, and the rest with the answer. */
final class Taking implements FactReader.Commits {

    private final DataSource store;
    private final List<Entry> batch;
    private final CompletableFuture<Step> answer;
    private final Runnable committed;
    private int taken;

    /**
     * @param committed runs for each transaction
     */
    Taking(DataSource store, FactReader reader, List<Entry> batch, Runnable committed) {
        this.store = store;
        this.committed = committed;
        this.batch = batch;
        this.answer = reader.read(batch, this).toCompletableFuture();
    }

    @Override
    public synchronized CompletionStage<Void> commit(Step part, Executor executor) {
        if (part.taken() >= batch.size() - taken) {
            throw new IllegalArgumentException("nothing would be left of the batch");
        }
        taken += part.taken();
        write(part.effects());
        return CompletableFuture.runAsync(() -> {}, executor);
    }

    CompletableFuture<Step> answer() {
        return answer;
    }

    /** Commits the answer, which is there. */
    synchronized void finish() {
        Step rest = answer.join();
        taken += Math.min(rest.taken(), batch.size() - taken);
        write(rest.effects());
    }

    private void write(Effects effects) {
        try (Connection connection = store.getConnection()) {
            connection.setAutoCommit(false);
            effects.apply(connection);
            connection.commit();
            committed.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the last entry that is committed; of the one before the batch while there is none. */
    synchronized long position() {
        return taken == 0 ? batch.get(0).position() - 1 : batch.get(taken - 1).position();
    }
}
