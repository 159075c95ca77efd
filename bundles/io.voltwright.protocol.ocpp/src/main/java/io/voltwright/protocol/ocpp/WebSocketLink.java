package io.voltwright.protocol.ocpp;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link over the JDK's WebSocket, which takes only one text at a time. */
final class WebSocketLink implements Link, WebSocket.Listener {

    /** Longer texts end the connection; a station is not meant to hold them (R-T18 asks for 64 KiB). */
    private static final int MOST_TEXT = 1 << 20;

    private static final long FAREWELL_SECONDS = 2;

    private final Link.Events events;
    private final Executor executor;
    private final CompletableFuture<WebSocket> opening = new CompletableFuture<>();
    private final CompletionStage<WebSocket> socket = opening;
    private final CompletableFuture<Void> inputClosed = new CompletableFuture<>();
    private final AtomicBoolean reported = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    WebSocketLink(Link.Events events, Executor executor) {
        this.events = events;
        this.executor = executor;
    }

    @Override
    public void start() {
        socket.thenAccept(open -> open.request(1));
    }

    @Override
    public void send(String message) {
        after(open -> open.sendText(message, true));
    }

    @Override
    public void ping() {
        after(open -> open.sendPing(ByteBuffer.allocate(0)));
    }

    @Override
    public CompletionStage<Void> close() {
        reported.set(true);
        after(open -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        return inputClosed
                .orTimeout(FAREWELL_SECONDS, TimeUnit.SECONDS)
                .handleAsync(
                        (nothing, failure) -> {
                            abort();
                            return (Void) null;
                        },
                        executor);
    }

    @Override
    public void abort() {
        reported.set(true);
        socket.thenAccept(WebSocket::abort);
    }

    private synchronized void after(Function<WebSocket, CompletableFuture<WebSocket>> next) {
        sent = sent.thenCompose(done -> socket.thenCompose(next)).whenComplete((done, failure) -> {
            if (failure != null) {
                gone("sending failed: " + failure.getMessage());
            }
        });
    }

    private void gone(String why) {
        inputClosed.complete(null);
        if (reported.compareAndSet(false, true)) {
            socket.thenAccept(WebSocket::abort);
            events.closed(why);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        // Nothing is asked for before start(), so that no text comes before the station knows of the link.
        opening.complete(opened);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (text.length() > MOST_TEXT) {
            gone("a text of more than " + MOST_TEXT + " characters came");
            return null;
        }
        if (last) {
            events.received(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        // The client itself answers with a pong.
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        events.pong();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        gone("the back end closed it: " + code + (reason.isEmpty() ? "" : " " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gone(error.getMessage() == null ? error.toString() : error.getMessage());
    }
}
