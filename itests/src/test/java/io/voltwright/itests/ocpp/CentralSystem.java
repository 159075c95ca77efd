package io.voltwright.itests.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A central system of OCPP 1.6J that does what a test says and otherwise agrees with everything. Each frame that comes is held
 * against the OCA's schemas; {@link #assertClean()} fails where one was not as they say.
 */
final class CentralSystem implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(25);

    private final Door door;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, String> askedFor = new ConcurrentHashMap<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<Integer, String> statuses = new ConcurrentHashMap<>();
    private final Map<JsonNode, Integer> running = new ConcurrentHashMap<>();
    private final AtomicInteger transactions = new AtomicInteger(1000);
    private volatile int since;

    /** Says what to answer to a call of the station; null says nothing at all. */
    @FunctionalInterface
    interface Script {
        @Nullable
        String answer(Heard call);
    }

    private CentralSystem(Door door) {
        this.door = door;
        door.hears(this::received);
    }

    /** On a free port of the loopback, without a password and without TLS. */
    static CentralSystem open() {
        return new CentralSystem(Door.open());
    }

    /** Behind a door that was prepared, as one with TLS. */
    static CentralSystem open(Door door) {
        return new CentralSystem(door);
    }

    /** The wire: who is let in, and whether anybody is. */
    Door door() {
        return door;
    }

    // --- what came ---

    private void received(String text) {
        JsonNode frame = OcaSchemas.parse(text);
        int type = frame.path(0).asInt();
        String id = frame.path(1).asText();
        if (!frame.isArray() || id.isEmpty() || id.length() > 36) {
            violations.add("not a frame of OCPP-J: " + text);
        } else if (type == 2 && frame.size() == 4) {
            called(new Heard(heard.size(), Instant.now(), id, frame.get(2).asText(), frame.get(3)));
        } else if (type == 3 && frame.size() == 3 && asked.containsKey(id)) {
            violations.addAll(OcaSchemas.violations(askedFor.get(id) + "Response", frame.get(2)));
            asked.remove(id).complete(frame.get(2));
        } else if (type == 4 && frame.size() == 5 && frame.get(4).isObject() && asked.containsKey(id)) {
            asked.remove(id)
                    .completeExceptionally(
                            new Refused(frame.get(2).asText(), frame.get(3).asText()));
        } else {
            violations.add("not a frame of OCPP-J, or an answer to nobody: " + text);
        }
    }

    private void called(Heard call) {
        violations.addAll(OcaSchemas.violations(call.action(), call.payload()));
        String answer = scripts.getOrDefault(call.action(), this::usual).answer(call);
        follow(call, answer);
        // Who awaited it finds the id that it was answered with.
        heard.add(call);
        if (answer != null) {
            door.send(answer.startsWith("[") ? answer : "[3,\"" + call.id() + "\"," + answer + "]");
        }
    }

    private void follow(Heard call, @Nullable String answer) {
        switch (call.action()) {
            case "StatusNotification" -> statuses.put(call.number("connectorId"), call.text("status"));
            case "StopTransaction" -> running.values().removeIf(id -> id == call.number("transactionId"));
            case "StartTransaction" -> {
                if (answer != null && answer.startsWith("{")) {
                    // One that is told again is the same one.
                    running.put(
                            call.payload(),
                            OcaSchemas.parse(answer).path("transactionId").asInt());
                }
            }
            default -> {}
        }
    }

    private String usual(Heard call) {
        return switch (call.action()) {
            case "BootNotification" -> boot("Accepted", 300);
            case "Heartbeat" -> "{\"currentTime\": \"" + Instant.now() + "\"}";
            case "Authorize" -> "{\"idTagInfo\": {\"status\": \"Accepted\"}}";
            case "StartTransaction" -> started("Accepted");
            case "DataTransfer" -> "{\"status\": \"UnknownVendorId\"}";
            case "SignCertificate" -> "{\"status\": \"Accepted\"}";
            default -> "{}";
        };
    }

    static String boot(String status, int interval) {
        return "{\"status\": \"%s\", \"currentTime\": \"%s\", \"interval\": %d}"
                .formatted(status, Instant.now(), interval);
    }

    /** The answer to a start, with the next transaction id. */
    String started(String status) {
        return "{\"transactionId\": %d, \"idTagInfo\": {\"status\": \"%s\"}}"
                .formatted(transactions.incrementAndGet(), status);
    }

    /** The id that the last start was given. */
    int transaction() {
        return transactions.get();
    }

    // --- what a test says ---

    /** From now on each call of this action is answered so. */
    void answers(String action, String payload) {
        scripts.put(action, call -> payload);
    }

    void answers(String action, Script script) {
        scripts.put(action, script);
    }

    /** From now on each call of this action is refused with a CALLERROR. */
    void refuses(String action) {
        scripts.put(action, call -> "[4,\"" + call.id() + "\",\"InternalError\",\"\",{}]");
    }

    /** From now on calls of this action are not answered. */
    void ignores(String action) {
        scripts.put(action, call -> null);
    }

    /** Answers again as a central system that agrees with everything. */
    void agrees() {
        scripts.clear();
    }

    /** What came until now is past: nothing below looks at it any more. */
    void forget() {
        since = heard.size();
        seen.clear();
    }

    // --- what a test awaits ---

    /** Waits until it was told the end of every transaction, and that these connectors are free: nothing of the past comes any more. */
    void awaitRest(int... connectors) {
        try {
            Awaitility.await("rest")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .until(() -> running.isEmpty()
                            && IntStream.of(connectors).allMatch(number -> "Available".equals(statuses.get(number))));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not at rest: " + statuses + ", transactions " + running.values(), e);
        }
    }

    /** All calls of an action since {@link #forget()}. */
    List<Heard> all(String action) {
        return heard.stream()
                .skip(since)
                .filter(call -> call.action().equals(action))
                .toList();
    }

    /** All calls since {@link #forget()}. */
    List<Heard> all() {
        return heard.stream().skip(since).toList();
    }

    Heard await(String action) {
        return await(action, call -> true);
    }

    /** The next call of this action that is as wanted, of those after the one that was awaited before. */
    Heard await(String action, Predicate<Heard> wanted) {
        return await(action, action, wanted);
    }

    /** The next time that a connector gets this status. */
    Heard awaitStatus(int connector, String status) {
        return await(
                "StatusNotification",
                "StatusNotification " + connector,
                call -> call.number("connectorId") == connector
                        && call.text("status").equals(status));
    }

    private Heard await(String action, String track, Predicate<Heard> wanted) {
        int from = Math.max(since, seen.getOrDefault(track, 0));
        Predicate<Heard> fits = call -> call.action().equals(action) && wanted.test(call);
        try {
            Awaitility.await(action)
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .until(() -> heard.stream().skip(from).anyMatch(fits));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no such " + track + " came; since then: " + tail(from), e);
        }
        Heard found = heard.stream().skip(from).filter(fits).findFirst().orElseThrow();
        seen.put(track, found.index() + 1);
        return found;
    }

    private String tail(int from) {
        StringBuilder text = new StringBuilder();
        heard.stream()
                .skip(from)
                .forEach(call ->
                        text.append("\n  ").append(call.action()).append(' ').append(call.payload()));
        return text.toString();
    }

    /** Nothing of this action comes for a while. */
    void awaitNone(String action, Duration time) {
        awaitNone(action, time, call -> true);
    }

    void awaitNone(String action, Duration time, Predicate<Heard> unwanted) {
        int from = Math.max(since, seen.getOrDefault(action, 0));
        Predicate<Heard> fits = call -> call.action().equals(action) && unwanted.test(call);
        Awaitility.await("no " + action)
                .during(time)
                .atMost(time.plus(PATIENCE))
                .pollInterval(LOOK)
                .failFast("it came: " + action, () -> heard.stream().skip(from).anyMatch(fits))
                .until(() -> true);
    }

    // --- what it asks ---

    /** A CALLERROR of the station. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String code;

        Refused(String code, String description) {
            super(code + ": " + description);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /**
     * Calls the station and returns its answer.
     *
     * @throws Refused where it answers with a CALLERROR
     */
    JsonNode call(String action, String payload) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        askedFor.put(id, action);
        asked.put(id, answer);
        door.send("[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to " + action, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As {@link #call}, for an answer that is one word. */
    String status(String action, String payload) {
        return call(action, payload).path("status").asText();
    }

    /** Whether the station refuses a call, and with which code. */
    String error(String action, String payload) {
        try {
            return "answered: " + call(action, payload);
        } catch (Refused e) {
            return e.code();
        }
    }

    /** Changes a key and returns the status. */
    String configure(String key, String value) {
        return status("ChangeConfiguration", "{\"key\": \"%s\", \"value\": \"%s\"}".formatted(key, value));
    }

    // --- the end ---

    void assertClean() {
        List<String> found = List.copyOf(violations);
        violations.clear();
        Assertions.assertThat(found).as("violations of the schemas").isEmpty();
    }

    @Override
    public void close() {
        door.close();
    }
}
