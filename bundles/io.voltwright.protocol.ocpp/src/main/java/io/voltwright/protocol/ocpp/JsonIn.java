package io.voltwright.protocol.ocpp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of one message after another from a stream of JSON; says with the right code what is wrong. */
final class JsonIn {

    /** Reads one value. */
    @FunctionalInterface
    interface Read<T> {
        T from(JsonIn in) throws IOException;
    }

    private final JsonParser parser;
    private final boolean strict;

    /**
     * @param parser stands on the first token of the value
     * @param strict whether a field that the version does not know is a violation; answers may carry a vendor's own (R-T11)
     */
    JsonIn(JsonParser parser, boolean strict) {
        this.parser = parser;
        this.strict = strict;
    }

    /** Enters the object and goes to its first field; empty if there is none. A null stands for an empty object (R-T09). */
    String first() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw type("an object");
        }
        return next();
    }

    /** Goes to the value of the next field that has one; empty at the end. */
    String next() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                if (name.isEmpty()) {
                    unknown();
                    continue;
                }
                return name;
            }
        }
        return "";
    }

    /** Passes over a field that the version does not know. */
    void unknown() throws IOException {
        if (strict) {
            throw new Violation(ErrorCode.FORMATION_VIOLATION, "field '" + parser.currentName() + "' is not known");
        }
        parser.skipChildren();
    }

    String text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw type("a text");
        }
        return parser.getText();
    }

    int integer() throws IOException {
        long value = whole();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw property("is out of range");
        }
        return (int) value;
    }

    long whole() throws IOException {
        BigDecimal value = decimal();
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            throw value.stripTrailingZeros().scale() > 0 ? type("a whole number") : property("is out of range");
        }
    }

    BigDecimal decimal() throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw type("a number");
        }
        return parser.getDecimalValue();
    }

    boolean flag() throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw type("true or false");
        }
        return parser.getBooleanValue();
    }

    /** Any ISO 8601 offset and number of digits (R-T12); a time without an offset is taken as UTC. */
    Instant time() throws IOException {
        String text = text();
        try {
            return DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
                            instanceof OffsetDateTime offset
                    ? offset.toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw property("is not a time");
        }
    }

    <W> W word(Map<String, W> words) throws IOException {
        W word = words.get(text());
        if (word == null) {
            throw property("is none of " + words.keySet().stream().sorted().toList());
        }
        return word;
    }

    <T> List<T> list(Read<T> element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw type("a list");
        }
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.from(this));
        }
        return list;
    }

    private Violation type(String wanted) {
        return new Violation(ErrorCode.TYPE_CONSTRAINT_VIOLATION, place() + " is not " + wanted);
    }

    private Violation property(String what) {
        return new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, place() + " " + what);
    }

    // The pointer counts from the frame, whose last element the payload is: /3/meterValue/0/timestamp.
    private String place() {
        return parser.getParsingContext().pathAsPointer().toString().replaceFirst("^/\\d+/?", "/");
    }
}
