package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Writes the fields of messages to a stream of JSON; what is absent is left out. */
final class JsonOut {

    /** UTC with three digits (R-T12). */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonGenerator generator;

    JsonOut(JsonGenerator generator) {
        this.generator = generator;
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    void put(String field, String value) throws IOException {
        generator.writeStringField(field, value);
    }

    void put(String field, long value) throws IOException {
        generator.writeNumberField(field, value);
    }

    void put(String field, boolean value) throws IOException {
        generator.writeBooleanField(field, value);
    }

    void put(String field, Instant value) throws IOException {
        put(field, time(value));
    }

    void put(String field, Word value) throws IOException {
        put(field, value.text());
    }

    void put(String field, Message value) throws IOException {
        generator.writeFieldName(field);
        message(value);
    }

    void put(String field, BigDecimal value) throws IOException {
        generator.writeFieldName(field);
        any(value);
    }

    void put(String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            generator.writeFieldName(field);
            any(value.get());
        }
    }

    void put(String field, List<?> values) throws IOException {
        generator.writeArrayFieldStart(field);
        for (Object value : values) {
            any(value);
        }
        generator.writeEndArray();
    }

    /** Leaves an empty list out. */
    void someOf(String field, List<?> values) throws IOException {
        if (!values.isEmpty()) {
            put(field, values);
        }
    }

    void message(Message value) throws IOException {
        generator.writeStartObject();
        value.write(this);
        generator.writeEndObject();
    }

    private void any(Object value) throws IOException {
        if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Integer number) {
            generator.writeNumber(number);
        } else if (value instanceof Long number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Instant time) {
            generator.writeString(time(time));
        } else if (value instanceof BigDecimal number) {
            // As a text of digits, for a generator would write 1E+1.
            generator.writeNumber(number.toPlainString());
        } else if (value instanceof Word word) {
            generator.writeString(word.text());
        } else if (value instanceof Message message) {
            message(message);
        } else {
            throw new IllegalArgumentException(value.getClass() + " has no form in JSON");
        }
    }
}
