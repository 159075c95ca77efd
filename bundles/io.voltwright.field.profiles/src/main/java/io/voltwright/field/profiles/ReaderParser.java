package io.voltwright.field.profiles;

import io.voltwright.field.api.CardFormat;
import io.voltwright.field.api.CardFormat.Check;
import io.voltwright.field.api.CardFormat.Form;
import io.voltwright.field.api.CardFormat.Length;
import io.voltwright.field.api.CardFormat.Poll;
import io.voltwright.field.api.CardFormat.Sample;
import io.voltwright.field.api.CardFormat.Uid;
import io.voltwright.field.profiles.Item.Mapping;
import io.voltwright.field.profiles.Item.Place;
import io.voltwright.field.profiles.Item.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a {@code csp/1} file of kind {@code reader}: framing instead of registers. */
final class ReaderParser {

    private ReaderParser() {}

    static boolean isReader(Mapping file) {
        return file.entries().get("kind") instanceof Scalar kind && kind.text().equals("reader");
    }

    static ReaderProfile read(String file, Mapping text) throws ProfileException {
        Section top = new Section("profile", text);
        top.integer("csp", 1, 1);
        String id = top.text("id");
        if (!file.replaceFirst(".*/", "").equals(id + ".yaml")) {
            throw top.place("id").refuse("profile '" + id + "' is in file " + file, "name the file " + id + ".yaml");
        }
        top.choice("kind", "reader", "reader");
        String title = top.text("title");
        top.words("sources");
        ReaderProfile profile = new ReaderProfile(
                id,
                title,
                TransportParser.transports(top.section("transport")),
                format(top.section("line"), samples(top)));
        top.end();
        return profile;
    }

    private static CardFormat format(Section s, List<Sample> samples) throws ProfileException {
        Place place = s.place();
        Section uid = s.section("uid");
        CardFormat format = new CardFormat(
                bytes(s, "start"),
                bytes(s, "end"),
                length(s),
                s.value("stuffing", (where, text) -> Section.integer("stuffing", where, text, 0, 255)),
                Check.valueOf(s.choice("checksum", "none", "none", "xor", "sum", "crc16")
                        .toUpperCase(Locale.ROOT)),
                new Uid(
                        uid.integer("at", 0, 0, 255),
                        uid.integer("bytes", 0, 0, 64),
                        Form.valueOf(uid.choice("form", "binary", "binary", "hex", "decimal")
                                .toUpperCase(Locale.ROOT)),
                        uid.flag("reversed"),
                        marks(s.section("marks"))),
                poll(s),
                s.duration("debounce", Duration.ofSeconds(2)),
                s.duration("gap", Duration.ofMillis(300)),
                samples);
        uid.end();
        s.end();
        if (format.end().isEmpty() && format.length() instanceof CardFormat.ToEnd) {
            throw place.refuse("neither 'end' nor 'length' says where a frame ends", "add one, as end: 0D 0A");
        }
        return format;
    }

    private static List<Sample> samples(Section top) throws ProfileException {
        List<Sample> samples = new ArrayList<>();
        for (Item item : top.list("golden")) {
            Section sample = Section.of("golden", item);
            List<Integer> bytes = bytes(sample, "frame");
            List<String> cards = sample.words("expect");
            for (String card : cards) {
                if (!card.matches("([0-9A-F]{2}){4}|([0-9A-F]{2}){7}|([0-9A-F]{2}){10}")) {
                    throw sample.place("expect")
                            .refuse(
                                    "'" + card + "' is no number of a card",
                                    "write 4, 7 or 10 bytes in upper-case hex");
                }
            }
            sample.end();
            samples.add(new Sample(bytes, cards));
        }
        if (samples.isEmpty()) {
            throw top.place()
                    .refuse(
                            "a reader without golden sample",
                            "add golden: with a frame from its manual and the card in it");
        }
        return samples;
    }

    private static Length length(Section s) throws ProfileException {
        if (!s.has("length")) {
            return new CardFormat.ToEnd();
        }
        if (s.item("length").orElseThrow() instanceof Mapping) {
            Section told = s.section("length");
            Length length = new CardFormat.Told(told.integer("at", 0, 255), told.integer("more", 0, -8, 255));
            told.end();
            return length;
        }
        return new CardFormat.Fixed(s.integer("length", 1, 255));
    }

    private static Map<Integer, Integer> marks(Section s) throws ProfileException {
        Map<Integer, Integer> marks = new HashMap<>();
        for (Map.Entry<String, Item> entry : s.entries().entrySet()) {
            Item item = entry.getValue();
            marks.put(
                    Section.integer("mark", item.place(), entry.getKey(), 0, 255),
                    Section.integer("mark", item.place(), Section.word("mark", item), 0, 255));
        }
        return marks;
    }

    private static Optional<Poll> poll(Section s) throws ProfileException {
        if (!s.has("poll")) {
            return Optional.empty();
        }
        Section poll = s.section("poll");
        Poll read = new Poll(bytes(poll, "request"), poll.duration("period", Duration.ofMillis(300)));
        poll.end();
        return Optional.of(read);
    }

    private static List<Integer> bytes(Section s, String key) throws ProfileException {
        return s.value(key, (place, text) -> {
                    try {
                        List<Integer> bytes = new ArrayList<>();
                        for (byte each : HexFormat.of().parseHex(text.replace(" ", ""))) {
                            bytes.add(each & 0xff);
                        }
                        return bytes;
                    } catch (IllegalArgumentException e) {
                        throw place.refuse(key + " '" + text + "'", "write hex digits, two a byte, in quotes");
                    }
                })
                .orElse(List.of());
    }
}
