package io.voltwright.protocol.ocpp;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Opens WebSockets to one back end with the JDK's client. */
final class WebSocketDialer implements Link.Dialer {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What TLS needs.
     *
     * @param context trusts the back end's authority
     * @param parameters protocols, suites, and the check of the host name
     */
    record Armour(SSLContext context, SSLParameters parameters) {}

    private final URI uri;
    private final String subprotocol;
    private final Executor executor;
    private final Supplier<Optional<Armour>> armour;
    private final Supplier<Optional<String>> authorization;
    private Optional<HttpClient> client = Optional.empty();
    private Optional<Link> last = Optional.empty();
    private boolean closed;
    private volatile boolean dialling;

    /**
     * @param subprotocol the version, as {@code ocpp1.6}
     * @param executor runs the client; its threads may block
     * @param armour asked once, before the first connection
     * @param authorization asked for each connection
     */
    WebSocketDialer(
            URI uri,
            String subprotocol,
            Executor executor,
            Supplier<Optional<Armour>> armour,
            Supplier<Optional<String>> authorization) {
        this.uri = uri;
        this.subprotocol = subprotocol;
        this.executor = executor;
        this.armour = armour;
        this.authorization = authorization;
    }

    /** The address of a station at a back end: the endpoint, a slash, and the identity with all but letters and digits escaped (R-T01). */
    static URI address(String endpoint, String identity) {
        String path = URLEncoder.encode(identity, StandardCharsets.UTF_8).replace("+", "%20");
        return URI.create(endpoint.endsWith("/") ? endpoint + path : endpoint + "/" + path);
    }

    @Override
    public CompletionStage<Link> dial(Link.Events events) {
        return CompletableFuture.supplyAsync(() -> open(events), executor).thenCompose(opening -> opening);
    }

    /**
     * Lets the client go, so that its selector thread can end. A link that is being opened, or was and nobody took it, is
     * closed: whoever dialled may be gone, and the back end would believe that the station is there.
     */
    synchronized void close() {
        closed = true;
        client = Optional.empty();
        last.ifPresent(Link::abort);
    }

    private synchronized boolean wanted(Link opened) {
        last = Optional.of(opened);
        return !closed;
    }

    // A handshake may block, on the store of keys for instance. What comes later on the open link is only handed over
    // to the
    // lane, by the thread that read it: a second thread between them would cost each message more than its codec.
    private void run(Runnable task) {
        if (dialling) {
            executor.execute(task);
        } else {
            task.run();
        }
    }

    private CompletionStage<Link> open(Link.Events events) {
        dialling = true;
        WebSocketLink link = new WebSocketLink(events, executor);
        WebSocket.Builder builder =
                client().newWebSocketBuilder().connectTimeout(PATIENCE).subprotocols(subprotocol);
        authorization.get().ifPresent(header -> builder.header("Authorization", header));
        return builder.buildAsync(uri, link).handle((socket, failure) -> {
            dialling = false;
            if (failure != null) {
                throw new CompletionException(explained(failure));
            }
            // Without the header the server has not said that it speaks OCPP at all (R-T02).
            if (!subprotocol.equals(socket.getSubprotocol())) {
                socket.abort();
                throw new CompletionException(
                        new IllegalStateException("the back end did not select the subprotocol " + subprotocol));
            }
            if (!wanted(link)) {
                socket.abort();
                throw new CompletionException(new IllegalStateException("the station has left"));
            }
            return link;
        });
    }

    private synchronized HttpClient client() {
        if (closed) {
            throw new IllegalStateException("the station has left");
        }
        if (client.isEmpty()) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .executor(this::run)
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1);
            armour.get().ifPresent(tls -> builder.sslContext(tls.context()).sslParameters(tls.parameters()));
            client = Optional.of(builder.build());
        }
        return client.get();
    }

    private static IllegalStateException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            return new IllegalStateException("the back end answered with HTTP status "
                    + refused.getResponse().statusCode());
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new IllegalStateException(why, cause);
    }
}
