package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** A central system without a wire; every frame that reaches it is checked against the OCA's schemas. */
final class FakePeer implements Link.Dialer {

    /** One call of the station. */
    record Call(String id, String action, JsonNode payload) {}

    final List<Call> calls = new ArrayList<>();
    final Map<String, JsonNode> answers = new HashMap<>();
    final Map<String, BiFunction<Call, FakePeer, Optional<String>>> scripts = new HashMap<>();
    int dials;
    int pings;
    boolean pongs = true;
    boolean refuses;
    private Optional<Link.Events> events = Optional.empty();
    private final Map<String, String> asked = new HashMap<>();
    private int nextId;

    FakePeer() {
        on("BootNotification", "{\"status\":\"Accepted\",\"currentTime\":\"2026-03-02T08:00:00Z\",\"interval\":300}");
        on("Heartbeat", "{\"currentTime\":\"2026-03-02T08:00:00Z\"}");
        on("StatusNotification", "{}");
        on("MeterValues", "{}");
        on("StopTransaction", "{}");
        on("Authorize", "{\"idTagInfo\":{\"status\":\"Accepted\"}}");
        on("StartTransaction", "{\"transactionId\":42,\"idTagInfo\":{\"status\":\"Accepted\"}}");
    }

    /** From now on it answers so. */
    void on(String action, String payload) {
        scripts.put(action, (call, peer) -> Optional.of("[3,\"" + call.id() + "\"," + payload + "]"));
    }

    /** From now on it refuses. */
    void refuse(String action) {
        scripts.put(action, (call, peer) -> Optional.of("[4,\"" + call.id() + "\",\"InternalError\",\"no\",{}]"));
    }

    /** From now on it says nothing to this. */
    void silent(String action) {
        scripts.put(action, (call, peer) -> Optional.empty());
    }

    @Override
    public CompletionStage<Link> dial(Link.Events heard) {
        dials++;
        if (refuses) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the back end answered with HTTP status 404"));
        }
        events = Optional.of(heard);
        return CompletableFuture.completedFuture(new FakeLink());
    }

    boolean connected() {
        return events.isPresent();
    }

    void cut() {
        Link.Events heard = events.orElseThrow();
        events = Optional.empty();
        heard.closed("cut by the test");
    }

    void say(String text) {
        events.orElseThrow().received(text);
    }

    /** Asks the station; the answer is in {@link #answers} once it came. */
    String ask(String action, String payload) {
        String id = "csms-" + nextId++;
        asked.put(id, action);
        say("[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
        return id;
    }

    List<String> actions() {
        return calls.stream().map(Call::action).toList();
    }

    List<JsonNode> payloads(String action) {
        return calls.stream()
                .filter(call -> call.action().equals(action))
                .map(Call::payload)
                .toList();
    }

    private void take(String text) {
        JsonNode frame = Schemas.parse(text);
        String id = frame.get(1).asText();
        switch (frame.get(0).asInt()) {
            case 2 -> {
                Call call = new Call(id, frame.get(2).asText(), frame.get(3));
                assertThat(frame.size()).isEqualTo(4);
                assertThat(id.length()).as("R-T04").isLessThanOrEqualTo(36);
                assertThat(calls).as("R-T04").noneMatch(before -> before.id().equals(id));
                assertThat(Schemas.violations(call.action(), call.payload())).isEmpty();
                calls.add(call);
                scripts.getOrDefault(call.action(), (c, p) -> Optional.empty())
                        .apply(call, this)
                        .ifPresent(this::say);
            }
            case 3 -> {
                assertThat(frame.size()).isEqualTo(3);
                assertThat(Schemas.violations(asked.get(id) + "Response", frame.get(2)))
                        .isEmpty();
                answers.put(id, frame.get(2));
            }
            default -> {
                assertThat(frame.size()).isEqualTo(5);
                answers.put(id, frame.get(2));
            }
        }
    }

    private final class FakeLink implements Link {

        private final Link.Events mine = events.orElseThrow();

        private boolean open() {
            return events.filter(mine::equals).isPresent();
        }

        @Override
        public void start() {}

        @Override
        public void send(String text) {
            if (open()) {
                take(text);
            }
        }

        @Override
        public void ping() {
            pings++;
            if (pongs) {
                mine.pong();
            }
        }

        @Override
        public CompletionStage<Void> close() {
            abort();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void abort() {
            if (open()) {
                events = Optional.empty();
            }
        }
    }
}
