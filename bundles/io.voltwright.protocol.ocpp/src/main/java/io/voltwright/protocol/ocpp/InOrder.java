package io.voltwright.protocol.ocpp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs blocking work of one kind one after another, in the order in which it was given. */
final class InOrder {

    private final Executor executor;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    InOrder(Executor executor) {
        this.executor = executor;
    }

    /** From any thread. */
    synchronized <T> CompletionStage<T> run(Supplier<T> work) {
        CompletableFuture<T> next = last.handle((done, failure) -> done).thenApplyAsync(done -> work.get(), executor);
        last = next;
        return next;
    }
}
