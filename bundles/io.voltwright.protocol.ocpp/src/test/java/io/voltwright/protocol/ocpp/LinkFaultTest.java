package io.voltwright.protocol.ocpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.ChargingFact.Context;
import io.voltwright.charging.api.StopReason;
import io.voltwright.users.api.Biller;
import java.io.IOException;
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

    /** Each message when it came for the first time, in the form in which we note our own. */
    final List<String> ledger = new ArrayList<>();

    final List<String> disorder = new ArrayList<>();
    Optional<String> stale = Optional.empty();
    int quiet;
    int silences;

    @Test
    @DisplayName(
            "R-T05, R-T06, R-T14, R-X01 to R-X04: cuts at any byte, silence, half-open lines, and answers that are late,"
                    + " doubled, swapped or nobody's lose and double nothing")
    void theBackEndsLedgerEqualsOurs() throws InterruptedException, IOException {
        int sessions =
                Math.max(3, (int) (SESSIONS * Double.parseDouble(System.getProperty("voltwright.scale", "0.1"))));
        System.out.println("LinkFaultTest: seed " + seed + ", " + sessions + " sessions");
        List<String> ours = new ArrayList<>();
        try (TestServer server = new TestServer("ocpp1.6").open();
                FaultyWire wire = new FaultyWire(new Random(seed + 1), server.getPort());
                SocketStation station = new SocketStation(wire.url())) {
            server.script = this::unkind;
            station.start();
            for (int i = 0; i < sessions; i += 2) {
                twoSessions(station, i, ours);
            }
            await().atMost(Duration.ofMinutes(18)).until(() -> station.position >= station.station.journal.last());
            assertThat(server.violations).isEmpty();
            assertThat(station.station.store.undelivered("acme", 10)).isEmpty();
            System.out.println("LinkFaultTest: " + silences + " silences, " + wire.cuts + " cuts, " + wire.deaths
                    + " half-open lines");
        }
        assertThat(disorder).as("seed " + seed).isEmpty();
        assertThat(ledger).as("seed " + seed).containsExactlyElementsOf(ours);
    }

    /** Side by side at both connectors, so that the order between them counts as well. */
    private void twoSessions(SocketStation station, int i, List<String> ours) {
        int start = 10 * i;
        SessionId left = begin(station, FakeStation.LEFT, i, start, ours);
        SessionId right = begin(station, FakeStation.RIGHT, i + 1, start, ours);
        station.station.time.pass(Duration.ofSeconds(61));
        station.station.meter(FakeStation.LEFT, left, start + 3, Context.PERIODIC);
        ours.add("sample " + (i + 1) + " " + (start + 3));
        end(station, FakeStation.LEFT, left, i, start + 7, ours);
        station.station.meter(FakeStation.RIGHT, right, start + 4, Context.PERIODIC);
        ours.add("sample " + (i + 2) + " " + (start + 4));
        end(station, FakeStation.RIGHT, right, i + 1, start + 8, ours);
    }

    private static SessionId begin(SocketStation station, EvseId evse, int i, int register, List<String> ours) {
        ours.add("start " + (i + 1) + " CARD" + i + " " + register);
        return station.station.begin(evse, "CARD" + i, Biller.backend("acme"), register);
    }

    private static void end(
            SocketStation station, EvseId evse, SessionId session, int i, int register, List<String> ours) {
        ours.add("stop " + (i + 1) + " " + register);
        station.station.end(evse, session, register, StopReason.LOCAL, Optional.empty());
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
        int luck = quiet >= 3 ? 15 : random.nextInt(16);
        quiet = luck < 9 ? quiet + 1 : 0;
        if (luck == 0) {
            socket.closeConnection(1006, "cut before it was read");
            return;
        }
        String answer = "[3,\"" + frame.get(1).asText() + "\"," + book(action, frame.get(3)) + "]";
        if (luck < 5) {
            cut(luck, socket, frame, answer);
        } else {
            confuse(luck, socket, answer);
        }
    }

    private static void cut(int luck, WebSocket socket, JsonNode frame, String answer) {
        switch (luck) {
            case 1 -> socket.closeConnection(1006, "cut after it was read");
            case 2 -> {
                socket.send(answer);
                socket.closeConnection(1006, "cut after the answer");
            }
            case 3 -> socket.close();
            default -> {
                socket.send("[]");
                socket.send("[3,\"" + frame.get(1).asText() + "\",{\"transactionId\":");
                socket.close();
            }
        }
    }

    private void confuse(int luck, WebSocket socket, String answer) {
        switch (luck) {
            case 5 -> {
                socket.send(answer);
                socket.send(answer);
            }
            case 6 -> {
                socket.send(
                        "[3,\"11111111-2222-3333-4444-555555555555\",{\"transactionId\":666,\"idTagInfo\":{\"status\":\"Accepted\"}}]");
                socket.send(answer);
            }
            case 7 -> {
                // An answer to a question that has timed out comes before, or after, that to the next one.
                boolean before = random.nextBoolean();
                stale.filter(late -> before).ifPresent(socket::send);
                socket.send(answer);
                stale.filter(late -> !before).ifPresent(socket::send);
            }
            case 8 -> {
                // Silence: booked, but not answered; rare, for it costs a second each.
                if (random.nextInt(4) == 0) {
                    silences++;
                    stale = Optional.of(answer);
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
            book("start " + id + " " + payload.path("idTag").asText() + " " + payload.path("meterStart"));
            return "{\"transactionId\":" + id + ",\"idTagInfo\":{\"status\":\"Accepted\"}}";
        }
        int id = payload.path("transactionId").asInt();
        if (id < 1 || id > idByStart.size()) {
            disorder.add(action + " of " + id + " without its start");
        }
        if (action.equals("StopTransaction")) {
            book("stop " + id + " " + payload.path("meterStop"));
        } else {
            book("sample " + id + " "
                    + payload.at("/meterValue/0/sampledValue/0/value").asText());
        }
        return "{}";
    }

    private void book(String message) {
        if (!ledger.contains(message)) {
            ledger.add(message);
        } else if (ledger.indexOf(message) < ledger.size() - Delivery.BATCH) {
            disorder.add(message + " again, long after");
        }
    }
}
