package io.voltwright.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The least that can bring texts to a peer one by one: send, wait for what comes back, and again; nothing is read, made or kept. */
final class EchoLoop implements WebSocket.Listener, AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    EchoLoop(URI peer, String... subprotocol) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (subprotocol.length > 0) {
            builder.subprotocols(subprotocol[0]);
        }
        this.socket = builder.buildAsync(peer, this).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            answers.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** Brings so many texts, over and over the given ones, each with an id of its own; the seconds it took. */
    double run(List<String> texts, int count, String name) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            String wanted = texts.get(i % texts.size());
            String id = name + i;
            socket.sendText("[2,\"" + id + wanted.substring(wanted.indexOf('"', 4)), true)
                    .join();
            String answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || !answer.startsWith(id, 4) || answer.startsWith("[4")) {
                throw new IllegalStateException("instead of an answer to " + id + " came " + answer);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
