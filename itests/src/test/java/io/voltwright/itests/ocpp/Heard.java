package io.voltwright.itests.ocpp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One CALL of the station.
 *
 * @param index its place among all that came
 * @param at when it came
 */
record Heard(int index, Instant at, String id, String action, JsonNode payload) {

    String text(String field) {
        return payload.path(field).asText();
    }

    int number(String field) {
        return payload.path(field).asInt();
    }

    JsonNode get(String field) {
        return payload.path(field);
    }

    /** The time that the message itself tells. */
    Instant timestamp() {
        return Instant.parse(text("timestamp"));
    }
}
