package io.voltwright.protocol.ocpp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/** A file server on the loopback: files by path, and what it is to answer. */
final class FileServer implements AutoCloseable {

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    final Map<String, String> redirects = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> hosts = new CopyOnWriteArrayList<>();
    /** What clients called the server in TLS. */
    final List<String> names = new CopyOnWriteArrayList<>();

    final List<String> suites = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> ranges = new CopyOnWriteArrayList<>();
    final List<String> dispositions = new CopyOnWriteArrayList<>();
    /** Paths whose next answer breaks off after so many bytes. */
    final Map<String, Integer> cuts = new ConcurrentHashMap<>();
    /** What marks the version of all files; empty for none. */
    volatile String tag = "";

    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FileServer() {
        this(Optional.empty());
    }

    FileServer(Optional<SSLContext> tls) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.scheme = tls.isPresent() ? "https" : "http";
        try {
            if (tls.isPresent()) {
                HttpsServer secure = HttpsServer.create(any, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                server = secure;
            } else {
                server = HttpServer.create(any, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** By a name that only the test's resolver knows. */
    String urlAt(String host, String path) {
        return url(path).replace("127.0.0.1", host);
    }

    String urlFor(String user, String path) {
        return url(path).replace("//", "//" + user + "@");
    }

    private static String name(SSLSession session) {
        return session instanceof ExtendedSSLSession known
                ? known.getRequestedServerNames().stream()
                        .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                        .findFirst()
                        .orElse("")
                : "";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(method + " " + path);
        if (exchange instanceof HttpsExchange secure) {
            names.add(name(secure.getSSLSession()));
            suites.add(secure.getSSLSession().getCipherSuite());
        }
        hosts.add(String.valueOf(exchange.getRequestHeaders().getFirst("Host")));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        dispositions.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Disposition")));
        int status = statuses.getOrDefault(method + " " + path, statuses.getOrDefault(method, 0));
        byte[] content = files.getOrDefault(path, new byte[0]);
        if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().add("Location", redirects.get(path));
            status = 302;
        } else if (status == 0 && !method.equals("GET")) {
            files.put(path, body);
            status = 201;
        } else if (status == 0) {
            status = files.containsKey(path) ? 200 : 404;
        }
        boolean sends = status == 200 && method.equals("GET");
        int from = sends ? rest(exchange, content) : 0;
        exchange.sendResponseHeaders(
                from > 0 ? 206 : status, sends && content.length > from ? content.length - from : -1);
        if (sends) {
            int to = Optional.ofNullable(cuts.remove(path)).orElse(content.length);
            exchange.getResponseBody().write(content, from, to - from);
        }
        exchange.close();
    }

    // From where on it is sent (RFC 9110, 14 and 13.1.5).
    private int rest(HttpExchange exchange, byte[] content) {
        if (tag.isEmpty()) {
            return 0;
        }
        exchange.getResponseHeaders().add("ETag", tag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        if (range == null || !tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
            return 0;
        }
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        return from;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
