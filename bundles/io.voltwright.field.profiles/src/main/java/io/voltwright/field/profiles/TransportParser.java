package io.voltwright.field.profiles;

import io.voltwright.field.profiles.DeviceProfile.Discovery;
import io.voltwright.field.profiles.DeviceProfile.Transport;
import io.voltwright.field.profiles.Item.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how a device is reached, and where its registers begin. */
final class TransportParser {

    private TransportParser() {}

    static Map<String, Transport> transports(Section s) throws ProfileException {
        Map<String, Transport> transports = new LinkedHashMap<>();
        for (String name : List.of("tcp", "rtu", "rtuOverTcp", "ascii")) {
            if (!s.has(name)) {
                continue;
            }
            boolean serial = name.equals("rtu") || name.equals("ascii");
            Section t = s.section(name);
            transports.put(
                    name,
                    new Transport(
                            serial ? 0 : t.integer("port", 502, 1, 65535),
                            t.integer("unit", 1, 0, 255),
                            t.integer("baud", serial ? 9600 : 0, 0, 4_000_000),
                            t.value("frame", TransportParser::frame).orElse(serial ? "8E1" : ""),
                            t.duration("timeout", Duration.ofSeconds(1)),
                            t.integer("retries", 1, 0, 5),
                            t.duration("lateWindow", Duration.ofMillis(600)),
                            t.integer("maxConnections", 1, 1, 16),
                            t.duration("idleClose", Duration.ZERO)));
            t.end();
        }
        s.end();
        if (transports.isEmpty()) {
            throw s.place().refuse("the profile names no transport", "add transport: {tcp: {port: 502, unit: 1}}");
        }
        return transports;
    }

    private static String frame(Place place, String text) throws ProfileException {
        if (!text.matches("[78][NEO][12]")) {
            throw place.refuse("frame '" + text + "' is unknown", "write it as 8E1");
        }
        return text;
    }

    static Optional<Discovery> discovery(Section top) throws ProfileException {
        if (!top.has("discover")) {
            return Optional.empty();
        }
        Section s = top.section("discover");
        s.choice("chain", "sunspec", "sunspec");
        List<Integer> bases = numbers(s, "at", 65_000);
        List<Integer> models = numbers(s, "models", 65_534);
        s.end();
        if (bases.isEmpty() || models.isEmpty()) {
            throw s.place()
                    .refuse("discover names no address or no model", "write at: [40000, 50000, 0], models: [203]");
        }
        return Optional.of(new Discovery(bases, models));
    }

    private static List<Integer> numbers(Section s, String key, int most) throws ProfileException {
        List<Integer> numbers = new ArrayList<>();
        for (Item item : s.list(key)) {
            numbers.add(Section.integer(key, item.place(), Section.word(key, item), 0, most));
        }
        return List.copyOf(numbers);
    }
}
