package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the line does, the ledger of the back end equals ours. */
@Timeout(1200)
class LinkFaultTest {

    static final int SESSIONS = 1_000;

    final long seed = Long.getLong("voltwright.seed", System.nanoTime());
    final Random random = new Random(seed);

    /** What the back end booked: repeats of a start are told by what is in it, for 1.6 has no other mark. */
    final Map<String, Integer> idByStart = new LinkedHashMap<>();

    final Map<Integer, Integer> meterStartById = new LinkedHashMap<>();
    final Map<Integer, Integer> meterStopById = new LinkedHashMap<>();
    final List<String> disorder = new ArrayList<>();
    int quiet;
    int silences;

    @Test
    @DisplayName("R-T05, R-T06, R-X01 to R-X04: cuts, silence, doubled answers and wrong ids lose and double nothing")
    void theBackEndsLedgerEqualsOurs() throws InterruptedException {
        int sessions =
                Math.max(3, (int) (SESSIONS * Double.parseDouble(System.getProperty("voltwright.scale", "0.1"))));
        System.out.println("LinkFaultTest: seed " + seed + ", " + sessions + " sessions");
        List<String> ours = new ArrayList<>();
        try (TestServer server = new TestServer("ocpp1.6").open();
                SocketStation station = new SocketStation(server.url("ws"))) {
            server.script = this::unkind;
            station.start();
            for (int i = 0; i < sessions; i++) {
                ours.add(session(station, i));
            }
            await().atMost(Duration.ofMinutes(18)).until(() -> station.position >= station.station.journal.last());
            assertThat(server.violations).isEmpty();
            assertThat(station.station.store.undelivered("acme", 10)).isEmpty();
        }
        List<String> theirs = new ArrayList<>();
        meterStartById.forEach((id, start) -> theirs.add(start + "-" + meterStopById.get(id)));
        System.out.println("LinkFaultTest: " + silences + " silences");
        assertThat(disorder).as("seed " + seed).isEmpty();
        assertThat(theirs).as("seed " + seed).containsExactlyElementsOf(ours);
    }

    private String session(SocketStation station, int i) {
        EvseId evse = i % 2 == 0 ? FakeStation.LEFT : FakeStation.RIGHT;
        int start = 10 * i;
        SessionId session = station.station.begin(evse, "CARD" + i, Biller.backend("acme"), start);
        station.station.time.pass(Duration.ofSeconds(61));
        station.station.meter(evse, session, start + 3, Context.PERIODIC);
        station.station.end(evse, session, start + 7, StopReason.LOCAL, Optional.empty());
        return start + "-" + (start + 7);
    }

    private void unkind(WebSocket socket, JsonNode frame) {
        if (frame.get(0).asInt() != 2) {
            return;
        }
        String action = frame.get(2).asText();
        if (!action.endsWith("Transaction") && !action.equals("MeterValues")) {
            TestServer.content(socket, frame);
            return;
        }
        // A burst of trouble stays shorter than the attempts that the station has.
        int luck = quiet >= 3 ? 13 : random.nextInt(14);
        quiet = luck < 7 ? quiet + 1 : 0;
        if (luck == 0) {
            socket.closeConnection(1006, "cut before it was read");
            return;
        }
        String answer = "[3,\"" + frame.get(1).asText() + "\"," + book(action, frame.get(3)) + "]";
        switch (luck) {
            case 1 -> socket.closeConnection(1006, "cut after it was read");
            case 2 -> {
                socket.send(answer);
                socket.closeConnection(1006, "cut after the answer");
            }
            case 3 -> {
                socket.send(answer);
                socket.send(answer);
            }
            case 4 -> {
                socket.send(
                        "[3,\"11111111-2222-3333-4444-555555555555\",{\"transactionId\":666,\"idTagInfo\":{\"status\":\"Accepted\"}}]");
                socket.send(answer);
            }
            case 5 -> {
                socket.send("[]");
                socket.send("[3,\"" + frame.get(1).asText() + "\",{\"transactionId\":");
                socket.close();
            }
            case 6 -> {
                // Silence: booked, but not answered; rare, for it costs a second each.
                if (random.nextInt(4) == 0) {
                    silences++;
                } else {
                    socket.send(answer);
                }
            }
            default -> socket.send(answer);
        }
    }

    private String book(String action, JsonNode payload) {
        if (action.equals("StartTransaction")) {
            String start = payload.path("connectorId") + "|" + payload.path("idTag") + "|" + payload.path("timestamp")
                    + "|" + payload.path("meterStart");
            int id = idByStart.computeIfAbsent(start, fresh -> idByStart.size() + 1);
            meterStartById.putIfAbsent(id, payload.path("meterStart").asInt());
            return "{\"transactionId\":" + id + ",\"idTagInfo\":{\"status\":\"Accepted\"}}";
        }
        int id = payload.path("transactionId").asInt();
        if (!meterStartById.containsKey(id)) {
            disorder.add(action + " of " + id + " without its start");
        }
        if (action.equals("StopTransaction")) {
            if (id != meterStartById.size()) {
                disorder.add("stop of " + id + " after the start of " + meterStartById.size());
            }
            meterStopById.put(id, payload.path("meterStop").asInt());
        }
        return "{}";
    }
}
