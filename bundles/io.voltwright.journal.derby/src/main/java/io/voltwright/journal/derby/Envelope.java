package io.voltwright.journal.derby;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.voltwright.base.api.Moment;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;

/** A fact as canonical JSON with a gap where its position goes, so that all but the position is ready before the fact's turn. */
final class Envelope {

    /** What the column takes. */
    private static final int MOST_BYTES = 32_000;

    private static final int LONGEST_POSITION = 19;
    private static final JsonFactory JSON = new JsonFactory();

    private final String key;
    private final byte[] before;
    private final byte[] after;

    private Envelope(String key, byte[] before, byte[] after) {
        this.key = key;
        this.before = before;
        this.after = after;
    }

    /**
     * @throws IllegalArgumentException if the fact has no canonical form or is too long
     */
    static Envelope of(Fact fact) {
        StringBuilder text = new StringBuilder(320);
        member(text, '{', "boot", fact.time().boot().toString());
        member(text, ',', "clock", fact.time().clock().name());
        member(text, ',', "key", fact.key());
        member(text, ',', "mustUnderstand", fact.mustUnderstand());
        member(text, ',', "payload", fact.payload());
        text.append(",\"position\":");
        byte[] before = bytes(text);
        text.setLength(0);
        member(text, ',', "sinceBoot", fact.time().sinceBoot().toString());
        member(text, ',', "subject", fact.subject());
        member(text, ',', "type", fact.type());
        member(text, ',', "utc", fact.time().utc().toString());
        member(text, ',', "version", (long) fact.version());
        text.append('}');
        byte[] after = bytes(text);
        if (before.length + after.length + LONGEST_POSITION > MOST_BYTES) {
            throw new IllegalArgumentException("fact " + fact.key() + " is longer than " + MOST_BYTES + " bytes");
        }
        return new Envelope(fact.key(), before, after);
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(StringBuilder out, char separator, String name, Object value) {
        out.append(separator);
        CanonicalJson.write(name, out);
        out.append(':');
        CanonicalJson.write(value, out);
    }

    String key() {
        return key;
    }

    /** The whole JSON. */
    byte[] at(long position) {
        byte[] number = Long.toString(position).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(before, before.length + number.length + after.length);
        System.arraycopy(number, 0, whole, before.length, number.length);
        System.arraycopy(after, 0, whole, before.length + number.length, after.length);
        return whole;
    }

    /**
     * Reads what {@link #at} wrote.
     *
     * @throws IllegalArgumentException if it is not an entry
     */
    static Entry parse(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an entry: " + new String(body, StandardCharsets.UTF_8));
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
            throw new IllegalArgumentException("not an entry: " + new String(body, StandardCharsets.UTF_8), e);
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
