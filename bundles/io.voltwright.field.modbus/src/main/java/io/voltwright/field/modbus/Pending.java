package io.voltwright.field.modbus;

import io.voltwright.field.api.BusException;
import io.voltwright.field.api.RegisterBus.Priority;
import io.voltwright.field.api.RegisterBus.Reply;
import io.voltwright.field.api.RegisterBus.Request;
import java.util.concurrent.CompletableFuture;

/** A request that waits for its turn or its answer. */
final class Pending {

    private final long order;
    private final Request request;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private int attempts;
    private boolean resent;

    /**
     * @param order counts all requests of the bus
     */
    Pending(long order, Request request) {
        this.order = order;
        this.request = request;
    }

    long order() {
        return order;
    }

    Request request() {
        return request;
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    /** Whether it may be sent once more after its answer failed. */
    boolean mayRetry(int retries) {
        attempts++;
        return attempts <= retries && harmless();
    }

    /** Whether it may be sent again on a fresh connection, because the old one turned out to be closed. */
    boolean mayResend() {
        boolean first = !resent;
        resent = true;
        return first && harmless();
    }

    /** To read, to lower and to keep alive twice does no harm; anything else is for the driver to judge. */
    private boolean harmless() {
        Priority priority = request.priority();
        return !request.isWrite()
                || priority == Priority.STOP
                || priority == Priority.HEARTBEAT
                || priority == Priority.LOWER;
    }

    void fail(BusException.Cause why, String message) {
        reply.completeExceptionally(new BusException(why, 0, message));
    }
}
