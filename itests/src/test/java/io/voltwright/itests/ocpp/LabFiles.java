package io.voltwright.itests.ocpp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A file server of the laboratory: serves what a case puts into it, and takes what the station sends below /inbox. */
final class LabFiles implements AutoCloseable {

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lab files");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    LabFiles() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    byte[] put(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        files.put(path, bytes);
        return bytes;
    }

    byte[] get(String path) {
        return files.getOrDefault(path, new byte[0]);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean reads = exchange.getRequestMethod().equals("GET");
        if (reads && files.containsKey(path)) {
            byte[] content = files.get(path);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        } else if (!reads && path.startsWith("/inbox/")) {
            files.put(path, body);
            exchange.sendResponseHeaders(201, -1);
        } else {
            exchange.sendResponseHeaders(reads ? 404 : 500, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
