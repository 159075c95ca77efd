package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The REST interface of a station, for one account. */
public final class Rest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;
    private final String authorization;

    Rest(int port, String user, String password) {
        this.port = port;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What is at this path.
     *
     * @throws IOException if the answer is anything but 200
     */
    public JsonNode get(String path) throws IOException {
        return JSON.readTree(text(path));
    }

    /** As {@link #get(String)}, for what is not JSON. */
    public String text(String path) throws IOException {
        return send(request(path).build(), path);
    }

    /**
     * Sends JSON and returns the answer.
     *
     * @throws IOException if the answer is anything but 200
     */
    public JsonNode post(String path, String body) throws IOException {
        return JSON.readTree(send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", authorization);
    }

    private String send(HttpRequest request, String path) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** One charging point. */
    public JsonNode evse(String id) throws IOException {
        return get("/api/evses/" + id);
    }

    /** The open session of a charging point. */
    public Optional<JsonNode> session(String evse) throws IOException {
        for (JsonNode session : get("/api/sessions")) {
            if (session.path("evse").asText().equals(evse)) {
                return Optional.of(session);
            }
        }
        return Optional.empty();
    }

    /** What the books say of a session. */
    public Optional<JsonNode> transaction(String session) throws IOException {
        for (JsonNode booked : get("/api/transactions")) {
            if (booked.path("session").asText().equals(session)) {
                return Optional.of(booked);
            }
        }
        return Optional.empty();
    }
}
