package io.voltwright.journal.derby;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.voltwright.base.api.Moment;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/**
 * A fact as canonical JSON with a gap where its position goes, so that all but the position is written before the fact's turn.
 *
 * @param key the fact's key
 * @param before the JSON up to the position
 * @param after the JSON behind it
 */
record Envelope(String key, String before, String after) {

    /** What the column takes. */
    private static final int LONGEST = 32_000;

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @throws IllegalArgumentException if the fact has no canonical form or is too long
     */
    static Envelope of(Fact fact) {
        StringBuilder before = new StringBuilder(256);
        member(before, '{', "boot", fact.time().boot().toString());
        member(before, ',', "clock", fact.time().clock().name());
        member(before, ',', "key", fact.key());
        member(before, ',', "mustUnderstand", fact.mustUnderstand());
        member(before, ',', "payload", fact.payload());
        before.append(",\"position\":");
        StringBuilder after = new StringBuilder(160);
        member(after, ',', "sinceBoot", fact.time().sinceBoot().toString());
        member(after, ',', "subject", fact.subject());
        member(after, ',', "type", fact.type());
        member(after, ',', "utc", fact.time().utc().toString());
        member(after, ',', "version", (long) fact.version());
        after.append('}');
        int length =
                before.length() + after.length() + Long.toString(Long.MAX_VALUE).length();
        if (length > LONGEST) {
            throw new IllegalArgumentException("fact " + fact.key() + " is longer than " + LONGEST + " characters");
        }
        return new Envelope(fact.key(), before.toString(), after.toString());
    }

    private static void member(StringBuilder out, char separator, String name, Object value) {
        out.append(separator);
        CanonicalJson.write(name, out);
        out.append(':');
        CanonicalJson.write(value, out);
    }

    String at(long position) {
        return before + position + after;
    }

    /**
     * Reads what {@link #at} wrote.
     *
     * @throws IllegalArgumentException if it is not an entry
     */
    static Entry parse(String body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an entry: " + body);
            }
            Payload envelope = object(parser);
            Moment time = new Moment(
                    Instant.parse(envelope.text("utc")),
                    UUID.fromString(envelope.text("boot")),
                    Duration.parse(envelope.text("sinceBoot")),
                    Moment.ClockState.valueOf(envelope.text("clock")));
            Fact fact = new Fact(
                    envelope.text("type"),
                    Math.toIntExact(envelope.number("version")),
                    envelope.text("key"),
                    envelope.text("subject"),
                    time,
                    envelope.flag("mustUnderstand"),
                    envelope.findPayload("payload").orElseThrow());
            return new Entry(envelope.number("position"), fact);
        } catch (IOException | DateTimeException | NoSuchElementException | ArithmeticException e) {
            throw new IllegalArgumentException("not an entry: " + body, e);
        }
    }

    private static Payload object(JsonParser parser) throws IOException {
        Payload.Builder object = Payload.with();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object.done();
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object(parser);
            case START_ARRAY -> list(parser);
            default -> throw new IllegalArgumentException("a value that no fact has: " + parser.getText());
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }
}
