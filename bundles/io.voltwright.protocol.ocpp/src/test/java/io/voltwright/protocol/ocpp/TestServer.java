package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/** A central system on a real socket of the loopback; whatever it gets is checked against the OCA's schemas. */
final class TestServer extends WebSocketServer implements AutoCloseable {

    final List<String> violations = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();
    final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    volatile Predicate<ClientHandshake> door = handshake -> true;
    volatile BiConsumer<WebSocket, JsonNode> script = (socket, frame) -> {};
    volatile Optional<WebSocket> station = Optional.empty();
    private final CountDownLatch started = new CountDownLatch(1);

    TestServer(String... subprotocols) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1,
                List.of(new Draft_6455(
                        List.of(),
                        java.util.Arrays.stream(subprotocols)
                                .map(name -> (IProtocol) new Protocol(name))
                                .toList())));
        setReuseAddr(true);
        setConnectionLostTimeout(0);
    }

    void secure(SSLContext context) {
        setWebSocketFactory(new DefaultSSLWebSocketServerFactory(context));
    }

    TestServer open() throws InterruptedException {
        start();
        if (!started.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the server does not start");
        }
        return this;
    }

    String url(String scheme) {
        return scheme + "://localhost:" + getPort() + "/ocpp";
    }

    static void answer(WebSocket socket, JsonNode call, String payload) {
        socket.send("[3,\"" + call.get(1).asText() + "\"," + payload + "]");
    }

    /** Answers as a back end that is content with everything. */
    static void content(WebSocket socket, JsonNode frame) {
        if (frame.get(0).asInt() == 2) {
            answer(
                    socket,
                    frame,
                    switch (frame.get(2).asText()) {
                        case "BootNotification" -> "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":300}";
                        case "Heartbeat" -> "{\"currentTime\":\"2026-03-02T08:00:00Z\"}";
                        case "Authorize" -> "{\"idTagInfo\":{\"status\":\"Accepted\"}}";
                        case "StartTransaction" -> "{\"transactionId\":1,\"idTagInfo\":{\"status\":\"Accepted\"}}";
                        default -> "{}";
                    });
        }
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, org.java_websocket.drafts.Draft draft, ClientHandshake request)
            throws InvalidDataException {
        paths.add(request.getResourceDescriptor());
        if (!door.test(request)) {
            throw new InvalidDataException(CloseFrame.REFUSE, "not you");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        station = Optional.of(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        JsonNode frame = Schemas.parse(text);
        if (frame.get(0).asInt() == 2) {
            violations.addAll(Schemas.violations(frame.get(2).asText(), frame.get(3)));
        }
        frames.add(frame);
        script.accept(socket, frame);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket socket, Exception error) {}

    @Override
    public void onStart() {
        started.countDown();
    }

    /** The next frame with this action. */
    JsonNode await(String action) throws InterruptedException {
        while (true) {
            JsonNode frame = frames.poll(60, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no " + action + " came");
            }
            if (frame.get(0).asInt() == 2 && frame.get(2).asText().equals(action)) {
                return frame;
            }
        }
    }

    @Override
    public void close() {
        try {
            stop(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
