package io.voltwright.itests.ocpp;

import io.voltwright.itests.Listeners;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.awaitility.Awaitility;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.SSLParametersWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/** The WebSocket server of a central system on the loopback: with or without TLS, open or shut, and with an eye on passwords. */
final class Door implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Server server;
    private final boolean side;
    private final Map<String, Door> sides = new ConcurrentHashMap<>();
    private final List<Knock> knocks = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> listener = text -> {};
    private volatile Predicate<Knock> admits = knock -> true;
    private final AtomicInteger entries = new AtomicInteger();
    private volatile boolean shut;
    private volatile Optional<WebSocket> station = Optional.empty();

    /**
     * What a station showed when it wanted in.
     *
     * @param path of the address, with the identity
     * @param authorization the header, or an empty text
     */
    record Knock(String path, String authorization, String subprotocols, Map<String, String> headers) {}

    private Door(int port) {
        this.server = new Server(port);
        this.side = false;
    }

    private Door(Server server) {
        this.server = server;
        this.side = true;
    }

    /** A door beside this one, at the same port, for the station that calls itself so. */
    Door side(String identity) {
        return sides.computeIfAbsent(identity, name -> new Door(server));
    }

    private Door of(String path) {
        return sides.entrySet().stream()
                .filter(entry -> path.endsWith("/" + entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(this);
    }

    private void opened(WebSocket socket) {
        station = Optional.of(socket);
        entries.incrementAndGet();
    }

    private void said(WebSocket socket, String message) {
        // What was still on its way when the line was cut never arrived.
        if (station.filter(known -> known == socket).isPresent()) {
            listener.accept(message);
        }
    }

    private void left(WebSocket socket) {
        station.filter(known -> known == socket).ifPresent(known -> station = Optional.empty());
    }

    private boolean knocked(Knock knock) {
        knocks.add(knock);
        return !shut && admits.test(knock);
    }

    /** Without TLS, on a free port. */
    static Door open() {
        return open(Listeners.freePort());
    }

    static Door open(int port) {
        Door door = new Door(port);
        door.server.begin();
        return door;
    }

    /** With TLS. */
    static Door secure(int port, SSLContext context, SSLParameters parameters) {
        Door door = new Door(port);
        door.server.setWebSocketFactory(new SSLParametersWebSocketServerFactory(context, parameters));
        door.server.begin();
        return door;
    }

    int port() {
        return server.getPort();
    }

    /** Who is let in, by what was shown; all are at first. */
    void admits(Predicate<Knock> wanted) {
        admits = wanted;
    }

    /** All that knocked, those who were sent away too. */
    List<Knock> knocks() {
        return List.copyOf(knocks);
    }

    /** The line is dead: whoever is connected is cut off, and nobody comes in. */
    void shut() {
        shut = true;
        cut();
    }

    /** Ends the connection without a good-bye; the station may come back at once. */
    void cut() {
        Optional<WebSocket> cut = station;
        station = Optional.empty();
        cut.ifPresent(socket -> socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "cut"));
    }

    void reopen() {
        shut = false;
    }

    /** Opens again and waits until the station is there. */
    void reopenAndAwait() {
        reopen();
        awaitStation();
    }

    void awaitStation() {
        Awaitility.await("the station connects")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .until(this::connected);
    }

    /** How many times a station came in. */
    int entries() {
        return entries.get();
    }

    /** Waits until the station came in once more, after it had come in so many times. */
    void awaitEntry(int before) {
        Awaitility.await("the station connects anew")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> entries() > before && connected());
    }

    /** Waits until the end of the connection is seen: what was still on its way has come or never will. */
    void awaitGone() {
        Awaitility.await("the station is gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> station.isEmpty());
    }

    boolean connected() {
        return station.filter(WebSocket::isOpen).isPresent();
    }

    void hears(Consumer<String> consumer) {
        listener = consumer;
    }

    void send(String text) {
        WebSocket socket = station.orElseThrow(() -> new AssertionError("no station is connected"));
        socket.send(text);
    }

    @Override
    public void close() {
        if (side) {
            return;
        }
        try {
            server.stop(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Server extends WebSocketServer {

        private final CountDownLatch started = new CountDownLatch(1);

        Server(int port) {
            super(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    1,
                    List.of(new Draft_6455(List.of(), List.of(new Protocol("ocpp1.6")))));
            setReuseAddr(true);
            setConnectionLostTimeout(0);
            setDaemon(true);
        }

        void begin() {
            start();
            try {
                if (!started.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("the central system does not listen");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
                WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
            java.util.TreeMap<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            request.iterateHttpFields().forEachRemaining(name -> headers.put(name, request.getFieldValue(name)));
            Knock knock = new Knock(
                    request.getResourceDescriptor(),
                    request.getFieldValue("Authorization"),
                    request.getFieldValue("Sec-WebSocket-Protocol"),
                    headers);
            if (!of(knock.path()).knocked(knock)) {
                throw new InvalidDataException(CloseFrame.REFUSE, "not now");
            }
            return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            of(handshake.getResourceDescriptor()).opened(socket);
        }

        @Override
        public void onMessage(WebSocket socket, String message) {
            of(socket.getResourceDescriptor()).said(socket, message);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            Optional.ofNullable(socket.getResourceDescriptor()).ifPresent(path -> of(path).left(socket));
        }

        @Override
        public void onError(WebSocket socket, Exception error) {}

        @Override
        public void onStart() {
            started.countDown();
        }
    }
}
