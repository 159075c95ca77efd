package io.voltwright.protocol.ocpp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Opens WebSockets to one back end as its {@link Approach} says, and tells it how that went. */
final class ArmouredDialer implements Link.Dialer {

    private record Ready(Approach.Plan plan, WebSocketDialer dialer) {}

    private final Approach approach;
    private final String subprotocol;
    private final Executor executor;
    private Optional<Ready> ready = Optional.empty();
    private boolean closed;

    /**
     * @param subprotocol the version, as {@code ocpp1.6}
     * @param executor its threads may block
     */
    ArmouredDialer(Approach approach, String subprotocol, Executor executor) {
        this.approach = approach;
        this.subprotocol = subprotocol;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Link> dial(Link.Events events) {
        return CompletableFuture.supplyAsync(this::prepare, executor).thenCompose(prepared -> prepared.dialer()
                .dial(events)
                .whenCompleteAsync(
                        (link, failure) -> {
                            if (failure == null) {
                                approach.succeeded(prepared.plan());
                            } else {
                                approach.failed(prepared.plan(), unwrapped(failure));
                            }
                        },
                        executor));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // A client is kept as long as nothing changes: it holds threads, and sessions of TLS.
    private synchronized Ready prepare() {
        if (closed) {
            throw new IllegalStateException("the station has left");
        }
        Approach.Plan plan = approach.plan();
        if (ready.isEmpty() || !ready.get().plan().same(plan)) {
            ready.map(Ready::dialer).ifPresent(WebSocketDialer::close);
            ready = Optional.of(new Ready(
                    plan,
                    new WebSocketDialer(
                            plan.address(),
                            subprotocol,
                            executor,
                            () -> approach.armour(plan),
                            () -> approach.authorization(plan))));
        }
        return ready.get();
    }

    /** Lets the client go, with whatever it is opening; for good. */
    synchronized void close() {
        closed = true;
        ready.map(Ready::dialer).ifPresent(WebSocketDialer::close);
        ready = Optional.empty();
    }
}
