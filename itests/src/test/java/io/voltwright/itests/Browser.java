package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Single HTTP requests from a chosen address of this machine, which the JDK's client cannot make. */
final class Browser {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final String origin;
    private final String authorization;

    private Browser(int port, String origin, String authorization) {
        this.port = port;
        this.origin = origin;
        this.authorization = authorization;
    }

    /** Somebody who has not logged in. */
    static Browser at(Station station) {
        return new Browser(station.httpPort(), "127.0.0.1", "");
    }

    Browser as(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Browser(port, origin, "Authorization: Basic " + pair + "\r\n");
    }

    Browser as(Shell account) {
        return as(account.user(), account.password());
    }

    Browser from(String address) {
        return new Browser(port, address, authorization);
    }

    /**
     * An answer.
     *
     * @param head status line and header fields, in lower case
     */
    record Answer(int status, String head, String body) {

        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    Answer get(String path) throws IOException {
        return send("GET", path);
    }

    Answer send(String method, String path) throws IOException {
        return send(method, path, "");
    }

    /** Sends a body of a type. */
    Answer post(String path, String type, String body) throws IOException {
        return send(
                "POST",
                path,
                "Content-Type: " + type + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n" + body);
    }

    /**
     * @param rest further header fields, and a body after an empty line
     */
    private Answer send(String method, String path, String rest) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, Listeners.ip(origin), 0)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                                    + authorization + (rest.isEmpty() ? "\r\n" : rest))
                            .getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer: " + all);
            }
            String head = all.substring(0, end).toLowerCase(Locale.ROOT);
            return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, all.substring(end + 4));
        }
    }
}
