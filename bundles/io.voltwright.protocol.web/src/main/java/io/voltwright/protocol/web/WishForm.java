package io.voltwright.protocol.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voltwright.base.api.ChargingMode;
import io.voltwright.base.api.Energy;
import io.voltwright.charging.api.Wish;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what a car needs from JSON; what cannot be read is answered with field, value and remedy. */
final class WishForm {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String DEPARTURE = "departure";
    private static final String ENERGY = "energy_kwh";
    private static final String PRIORITY = "priority";
    private static final String MODE = "mode";
    private static final List<String> FIELDS = List.of(DEPARTURE, ENERGY, PRIORITY, MODE);
    private static final BigDecimal MOST_KWH = BigDecimal.valueOf(1000);

    private WishForm() {}

    /**
     * @throws Problem for anything but an object of these fields with values that can be
     */
    static Wish read(byte[] body) throws Problem {
        JsonNode form = parse(body);
        Iterator<Map.Entry<String, JsonNode>> fields = form.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!FIELDS.contains(field.getKey())) {
                throw wrong(
                        field.getKey(), field.getValue(), "it is not known; there are " + String.join(", ", FIELDS));
            }
        }
        return new Wish(departure(form), energy(form), priority(form), mode(form));
    }

    private static JsonNode parse(byte[] body) throws Problem {
        try {
            JsonNode form = MAPPER.readTree(body);
            if (form.isObject()) {
                return form;
            }
        } catch (JsonProcessingException e) {
            throw wrong("the body is not JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw wrong("the body cannot be read: " + e.getMessage());
        }
        throw wrong(
                "the body is not a JSON object; write {\"departure\": \"2026-11-23T07:00:00Z\", \"energy_kwh\": 20}");
    }

    private static Optional<Instant> departure(JsonNode form) throws Problem {
        JsonNode field = form.get(DEPARTURE);
        if (field == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(field.isTextual() ? field.textValue() : ""));
        } catch (DateTimeException e) {
            throw wrong(DEPARTURE, field, "use ISO 8601 in UTC, as \"2026-11-23T07:00:00Z\"");
        }
    }

    private static Optional<Energy> energy(JsonNode form) throws Problem {
        JsonNode field = form.get(ENERGY);
        if (field == null) {
            return Optional.empty();
        }
        BigDecimal kilowattHours = field.isNumber() ? field.decimalValue() : BigDecimal.ZERO;
        long milliwattHours = kilowattHours.compareTo(MOST_KWH) > 0
                ? 0
                : kilowattHours
                        .movePointRight(6)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue();
        if (milliwattHours <= 0) {
            throw wrong(ENERGY, field, "use a number over 0, " + MOST_KWH + " at most");
        }
        return Optional.of(Energy.milliwattHours(milliwattHours));
    }

    private static Optional<Integer> priority(JsonNode form) throws Problem {
        JsonNode field = form.get(PRIORITY);
        if (field == null) {
            return Optional.empty();
        }
        if (!field.isInt() || field.intValue() < 0 || field.intValue() > 9) {
            throw wrong(PRIORITY, field, "use a whole number from 0 to 9");
        }
        return Optional.of(field.intValue());
    }

    private static Optional<ChargingMode> mode(JsonNode form) throws Problem {
        JsonNode field = form.get(MODE);
        if (field == null) {
            return Optional.empty();
        }
        for (ChargingMode mode : ChargingMode.values()) {
            if (word(mode).equals(field.textValue())) {
                return Optional.of(mode);
            }
        }
        throw wrong(MODE, field, "use fast, solar, solar-and-least or cheap");
    }

    /** As {@code solar-and-least}. */
    static String word(ChargingMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Problem wrong(String field, JsonNode value, String remedy) {
        String shown = value.toString();
        return wrong(field + " " + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown) + ": " + remedy);
    }

    private static Problem wrong(String sentence) {
        return new Problem(HttpServletResponse.SC_BAD_REQUEST, sentence);
    }
}
