package io.voltwright.field.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

/**
 * A small OCPP 1.6J central system for the demo: accepts every token, keeps what it is told, starts and stops remotely.
 *
 * <p>As 1.6 has no idempotency, it recognises a repeated StartTransaction by connector, idTag, timestamp and meterStart.
 */
public final class Backend implements AutoCloseable {

    private static final int CALL = 2;
    private static final int RESULT = 3;
    private static final int ERROR = 4;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Server server;
    private final Clock clock;
    private final Consumer<String> tell;
    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final CompletableFuture<String> booted = new CompletableFuture<>();
    private volatile @Nullable WebSocket station;

    /**
     * A transaction as the station told it.
     *
     * @param id given by this back end
     * @param connector 1-based
     * @param idTag who started it
     * @param start time of the start, as sent
     * @param meterStart Wh
     * @param samples registers of its MeterValues, Wh, in order of arrival
     * @param meterStop Wh; empty while it runs
     * @param reason why it ended; empty while it runs
     */
    public record Charge(
            int id,
            int connector,
            String idTag,
            String start,
            long meterStart,
            List<Long> samples,
            Optional<Long> meterStop,
            Optional<String> reason) {}

    /**
     * Listens on the loopback address.
     *
     * @param port 0 for any free one
     * @param tell gets one line per event
     */
    public Backend(int port, Clock clock, Consumer<String> tell) throws InterruptedException {
        this.clock = clock;
        this.tell = tell;
        this.server = new Server(port);
        server.setReuseAddr(true);
        server.start();
        if (!server.open.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the demo back end cannot listen on port " + port);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Completes with vendor and model when a station was accepted. */
    public CompletableFuture<String> booted() {
        return booted;
    }

    public synchronized List<Charge> charges() {
        return List.copyOf(charges);
    }

    /** Completes with the status that the station answered. */
    public CompletableFuture<String> remoteStart(int connector, String idTag) {
        return call(
                        "RemoteStartTransaction",
                        mapper.createObjectNode().put("connectorId", connector).put("idTag", idTag))
                .thenApply(answer -> answer.path("status").asText());
    }

    /** Completes with the status that the station answered. */
    public CompletableFuture<String> remoteStop(int transaction) {
        return call("RemoteStopTransaction", mapper.createObjectNode().put("transactionId", transaction))
                .thenApply(answer -> answer.path("status").asText());
    }

    private CompletableFuture<JsonNode> call(String action, ObjectNode payload) {
        WebSocket to = station;
        if (to == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("no station is connected"));
        }
        String id = UUID.randomUUID().toString();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        tell.accept(action + " sent");
        to.send(text(mapper.createArrayNode().add(CALL).add(id).add(action).add(payload)));
        return answer;
    }

    private void received(WebSocket from, String message) {
        try {
            JsonNode frame = mapper.readTree(message);
            String id = frame.path(1).asText();
            if (frame.path(0).asInt() == CALL) {
                ObjectNode answer = answer(frame.path(2).asText(), frame.path(3));
                from.send(text(mapper.createArrayNode().add(RESULT).add(id).add(answer)));
            } else {
                CompletableFuture<JsonNode> waiting = asked.remove(id);
                if (waiting != null && frame.path(0).asInt() == RESULT) {
                    waiting.complete(frame.path(2));
                } else if (waiting != null && frame.path(0).asInt() == ERROR) {
                    waiting.completeExceptionally(new IllegalStateException("the station answered " + message));
                }
            }
        } catch (JsonProcessingException e) {
            tell.accept("not JSON: " + message);
        }
    }

    private ObjectNode answer(String action, JsonNode payload) {
        ObjectNode answer = mapper.createObjectNode();
        switch (action) {
            case "BootNotification" -> {
                String who = payload.path("chargePointVendor").asText() + " "
                        + payload.path("chargePointModel").asText();
                tell.accept("BootNotification from " + who + ": accepted");
                booted.complete(who);
                return answer.put("status", "Accepted")
                        .put("currentTime", clock.instant().toString())
                        .put("interval", 60);
            }
            case "Heartbeat" -> {
                return answer.put("currentTime", clock.instant().toString());
            }
            case "Authorize" -> {
                tell.accept("Authorize " + payload.path("idTag").asText() + ": accepted");
                return accepted(answer);
            }
            case "StatusNotification" -> {
                tell.accept("connector " + payload.path("connectorId").asInt() + " is "
                        + payload.path("status").asText());
                return answer;
            }
            case "StartTransaction" -> {
                return accepted(answer).put("transactionId", started(payload).id());
            }
            case "MeterValues" -> {
                metered(payload);
                return answer;
            }
            case "StopTransaction" -> {
                stopped(payload);
                return accepted(answer);
            }
            default -> {
                return answer;
            }
        }
    }

    private ObjectNode accepted(ObjectNode answer) {
        answer.putObject("idTagInfo").put("status", "Accepted");
        return answer;
    }

    private synchronized Charge started(JsonNode payload) {
        Charge told = new Charge(
                charges.size() + 1,
                payload.path("connectorId").asInt(),
                payload.path("idTag").asText(),
                payload.path("timestamp").asText(),
                payload.path("meterStart").asLong(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        for (Charge known : charges) {
            if (known.connector() == told.connector()
                    && known.idTag().equals(told.idTag())
                    && known.start().equals(told.start())
                    && known.meterStart() == told.meterStart()) {
                return known;
            }
        }
        charges.add(told);
        tell.accept("StartTransaction at connector " + told.connector() + ", register " + told.meterStart()
                + " Wh: transaction " + told.id());
        return told;
    }

    private synchronized void metered(JsonNode payload) {
        List<Long> registers = new ArrayList<>();
        for (JsonNode value : payload.path("meterValue")) {
            for (JsonNode sample : value.path("sampledValue")) {
                String measurand = sample.path("measurand").asText("Energy.Active.Import.Register");
                if (measurand.equals("Energy.Active.Import.Register")) {
                    registers.add(Math.round(sample.path("value").asDouble()));
                }
            }
        }
        change(payload.path("transactionId").asInt(), charge -> {
            List<Long> samples = new ArrayList<>(charge.samples());
            samples.addAll(registers);
            return with(charge, samples, charge.meterStop(), charge.reason());
        });
    }

    private synchronized void stopped(JsonNode payload) {
        int id = payload.path("transactionId").asInt();
        String reason = payload.path("reason").asText("Local");
        change(
                id,
                charge -> with(
                        charge,
                        charge.samples(),
                        Optional.of(payload.path("meterStop").asLong()),
                        Optional.of(reason)));
        tell.accept("StopTransaction " + id + ", register "
                + payload.path("meterStop").asLong() + " Wh, " + reason);
    }

    private static Charge with(Charge charge, List<Long> samples, Optional<Long> meterStop, Optional<String> reason) {
        return new Charge(
                charge.id(),
                charge.connector(),
                charge.idTag(),
                charge.start(),
                charge.meterStart(),
                List.copyOf(samples),
                meterStop,
                reason);
    }

    private void change(int id, java.util.function.UnaryOperator<Charge> how) {
        charges.replaceAll(charge -> charge.id() == id ? how.apply(charge) : charge);
    }

    private String text(ArrayNode frame) {
        try {
            return mapper.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain nodes are always writable", e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Server extends WebSocketServer {

        private final CountDownLatch open = new CountDownLatch(1);

        Server(int port) {
            super(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    1,
                    List.of(new Draft_6455(List.of(), List.of(new Protocol("ocpp1.6")))));
        }

        @Override
        public void onStart() {
            open.countDown();
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            station = socket;
            tell.accept("station connected at " + handshake.getResourceDescriptor());
        }

        @Override
        public void onMessage(WebSocket socket, String message) {
            received(socket, message);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            if (socket.equals(station)) {
                station = null;
                tell.accept("station disconnected");
            }
        }

        @Override
        public void onError(@Nullable WebSocket socket, Exception e) {
            tell.accept("trouble: " + e.getMessage());
        }
    }
}
