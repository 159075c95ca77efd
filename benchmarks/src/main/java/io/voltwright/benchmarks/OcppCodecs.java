package io.voltwright.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.chargetime.ocpp.JSONCommunicator;
import eu.chargetime.ocpp.model.CallMessage;
import eu.chargetime.ocpp.model.Message;
import eu.chargetime.ocpp.model.core.MeterValuesRequest;
import io.voltwright.protocol.ocpp.Lab;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reading and writing one MeterValues of 871 bytes: the product's codec, a Jackson tree, and eu.chargetime.ocpp on Gson. */
final class OcppCodecs {

    static final int BYTES = 871;

    private static final int ROUNDS = 5;
    private static final int BATCH = 200;
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final ChargeTime CHARGE_TIME = new ChargeTime();

    /** Its parts are protected. */
    private static final class ChargeTime extends JSONCommunicator {

        ChargeTime() {
            super(null);
        }

        Message read(String text) {
            return parse(text);
        }

        MeterValuesRequest request(Message message) throws Exception {
            return unpackPayload(message.getPayload(), MeterValuesRequest.class);
        }

        String write(String id, MeterValuesRequest request) {
            return String.valueOf(makeCall(id, "MeterValues", packPayload(request)));
        }
    }

    @FunctionalInterface
    private interface Work {
        Object once() throws Exception;
    }

    private OcppCodecs() {}

    /** Microseconds of each, by name. */
    static Map<String, Double> measure(double seconds) throws Exception {
        String text = message();
        Object ours = Lab.decode(text);
        JsonNode tree = JACKSON.readTree(text);
        Message frame = CHARGE_TIME.read(text);
        MeterValuesRequest theirs = CHARGE_TIME.request(frame);
        check(text, ours, theirs, frame);
        Map<String, Work> works = new LinkedHashMap<>();
        works.put("decode, voltwright", () -> Lab.decode(text));
        works.put("decode, Jackson tree", () -> JACKSON.readTree(text));
        works.put("decode, ChargeTime", () -> CHARGE_TIME.request(CHARGE_TIME.read(text)));
        works.put("encode, voltwright", () -> Lab.encode("19223201", ours));
        works.put("encode, Jackson tree", () -> JACKSON.writeValueAsString(tree));
        works.put("encode, ChargeTime", () -> CHARGE_TIME.write("19223201", theirs));
        Map<String, Double> best = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                best.merge(work.getKey(), microseconds(work.getValue(), seconds), Math::min);
            }
        }
        best.forEach((name, micros) -> System.out.printf("%-28s %8.2f us%n", name, micros));
        return best;
    }

    // Each does the whole of the work, or the comparison is worth nothing.
    private static void check(String text, Object ours, MeterValuesRequest theirs, Message frame) throws Exception {
        JsonNode wanted = JACKSON.readTree(text);
        if (text.length() != BYTES
                || !(frame instanceof CallMessage)
                || theirs.getMeterValue()[0].getSampledValue().length != 7
                || !JACKSON.readTree(Lab.encode("19223201", ours)).equals(wanted)
                || JACKSON.readTree(CHARGE_TIME.write("19223201", theirs)).size() != 4) {
            throw new IllegalStateException(
                    "a codec does not do its work, or the message has " + text.length() + " bytes instead of " + BYTES);
        }
    }

    private static double microseconds(Work work, double seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long count = 0;
        int sink = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < BATCH; i++) {
                sink ^= System.identityHashCode(work.once());
            }
            count += BATCH;
        }
        if (sink == 42 && count == 42) {
            System.out.println();
        }
        return (System.nanoTime() - start) / 1e3 / count;
    }

    private static String message() {
        List<String> values = List.of(
                value("123456789012", "Energy.Active.Import.Register", "", "Wh"),
                value("11040", "Power.Active.Import", "", "W").replace("}", ",\"format\":\"Raw\"}"),
                value("15.98", "Current.Import", "L1", "A"),
                value("15.9", "Current.Import", "L2", "A"),
                value("16.1", "Current.Import", "L3", "A"),
                value("16", "Current.Offered", "", "A").replace("}", ",\"location\":\"Outlet\"}"),
                value("230.4", "Voltage", "L1", "V").replace("}", ",\"location\":\"Outlet\"}"));
        return "[2,\"19223201\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":170141183,\"meterValue\":[{"
                + "\"timestamp\":\"2026-03-02T08:15:00.000Z\",\"sampledValue\":[" + String.join(",", values) + "]}]}]";
    }

    private static String value(String value, String measurand, String phase, String unit) {
        return "{\"value\":\"" + value + "\",\"context\":\"Sample.Periodic\",\"measurand\":\"" + measurand + "\""
                + (phase.isEmpty() ? "" : ",\"phase\":\"" + phase + "\"") + ",\"unit\":\"" + unit + "\"}";
    }
}
