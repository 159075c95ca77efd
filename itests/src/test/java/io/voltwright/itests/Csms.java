package io.voltwright.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The central system of ocpp-rpc in strict mode; it may go away and come back. */
final class Csms implements AutoCloseable {

    /** For the configuration of charging: contactors need no rest between two charges. */
    static final String FRESH_CONTACTORS =
            "starts.spacing.seconds = 0\nstarts.perHour = 10000\nstarts.perDay = 10000\n";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Peer peer;

    private Csms(Peer peer) {
        this.peer = peer;
    }

    /**
     * Begins to listen.
     *
     * @param first the id of its first transaction
     */
    static Csms open(int port, int first) {
        return new Csms(Peer.start("csms.js", port, first));
    }

    /** As {@link #open}, inside TLS. */
    static Csms secure(int port, int first, Authority.Server server) {
        return new Csms(Peer.start("csms.js", port, first, server.key(), server.certificate()));
    }

    /** As {@link #secure}, and whoever shows no certificate of the server's authority is not let in. */
    static Csms mutual(int port, int first, Authority.Server server) {
        return new Csms(Peer.start("csms.js", port, first, server.key(), server.certificate(), server.authority()));
    }

    /**
     * What the station needs to know of a back end on this machine.
     *
     * @param profile security profile
     * @param more further lines
     */
    static String settings(String scheme, int port, int profile, String more) {
        return """
                url = %s://127.0.0.1:%d/ocpp
                identity = yard-1
                securityProfile = %d
                retryBackOffWaitMinimumSeconds = 1
                retryBackOffRandomRangeSeconds = 0
                retryBackOffRepeatTimes = 1
                %s
                """
                .formatted(scheme, port, profile, more);
    }

    /** Waits for a call of the station, of those since a moment. */
    JsonNode heard(int since, String action, Predicate<JsonNode> wanted) {
        Awaitility.await("the back end hears " + action)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> calls(since, action).stream().anyMatch(wanted));
        return calls(since, action).stream().filter(wanted).findFirst().orElseThrow();
    }

    JsonNode heard(int since, String action, String field, Object value) {
        return heard(since, action, call -> Objects.equals(call.path(field).asText(), String.valueOf(value)));
    }

    JsonNode heard(int since, String action) {
        return heard(since, action, call -> true);
    }

    List<JsonNode> calls(int since, String action) {
        return peer.events().stream()
                .skip(since)
                .filter(event -> event.path("call").asText().equals(action))
                .map(event -> event.path("params"))
                .toList();
    }

    /** Starts and stops of transactions as they came in. */
    List<String> order() {
        return peer.events("call").stream()
                .filter(event -> event.path("call").asText().matches("StartTransaction|StopTransaction"))
                .map(event -> (event.path("call").asText() + " "
                                + event.path("params").path("transactionId").asText())
                        .strip())
                .toList();
    }

    /** The transaction id that it gave to the first start since a moment. */
    int given(int since) {
        return peer.await("the id", since, event -> event.path("call").asText().equals("StartTransaction"))
                .path("result")
                .path("transactionId")
                .asInt();
    }

    /** Calls the station and returns its answer. */
    JsonNode call(String action, String request) {
        JsonNode answer = peer.ask("call " + action + " " + request, "answer");
        assertThat(answer.path("error").asText()).isEmpty();
        return answer.path("result");
    }

    /** As {@link #call}, for an answer that is one word. */
    String status(String action, String request) {
        return call(action, request).path("status").asText();
    }

    String configure(String key, String value) {
        return status("ChangeConfiguration", "{\"key\": \"" + key + "\", \"value\": \"" + value + "\"}");
    }

    /** What the station showed at the door, at its first try since a moment. */
    JsonNode handshake(int since) {
        return peer.await("a handshake", since, event -> event.has("handshake")).path("handshake");
    }

    /** The moment now. */
    int now() {
        return peer.events().size();
    }

    Peer peer() {
        return peer;
    }

    /** What was not as the schemas say, on either side. */
    List<JsonNode> violations() {
        return peer.events("violation");
    }

    @Override
    public void close() {
        peer.close();
    }
}
