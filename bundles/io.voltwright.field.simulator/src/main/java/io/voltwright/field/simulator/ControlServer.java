package io.voltwright.field.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control API: HTTP and JSON on loopback. */
final class ControlServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

    private final HttpServer server;
    private final ExecutorService workers;
    private final ControlApi api;
    private final ObjectMapper json = new ObjectMapper();

    ControlServer(Simulator simulator, int port) throws IOException {
        this.api = new ControlApi(simulator);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        this.workers = Executors.newFixedThreadPool(2, Threads.named("control"));
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
            try {
                Object result = api.handle(exchange.getRequestMethod(), parts, body(exchange));
                reply(exchange, 200, result);
            } catch (ControlApi.NotThere e) {
                reply(exchange, 404, Map.of("error", e.why()));
            } catch (IllegalArgumentException e) {
                reply(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
            } catch (JsonProcessingException e) {
                reply(exchange, 400, Map.of("error", "the body is not JSON: " + e.getOriginalMessage()));
            } catch (RuntimeException e) {
                log.error("{} failed", path, e);
                reply(exchange, 500, Map.of("error", e.toString()));
            }
        }
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode body = json.readTree(text.isBlank() ? "{}" : text);
        if (!body.isObject()) {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        return body;
    }

    private void reply(HttpExchange exchange, int status, Object content) throws IOException {
        byte[] bytes = json.writeValueAsBytes(content);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdown();
    }
}
