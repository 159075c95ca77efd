package io.voltwright.field.profiles;

import io.voltwright.field.profiles.SignedSpec.Blob;
import io.voltwright.field.profiles.SignedSpec.Clock;
import io.voltwright.field.profiles.SignedSpec.Command;
import io.voltwright.field.profiles.SignedSpec.Identification;
import io.voltwright.field.profiles.SignedSpec.State;
import io.voltwright.field.profiles.SignedSpec.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code signed}. */
final class SignedParser {

    private static final int WORD = 0xffff;

    private SignedParser() {}

    static Optional<SignedSpec> read(Section top) throws ProfileException {
        if (!top.has("signed")) {
            return Optional.empty();
        }
        Section s = top.section("signed");
        SignedSpec spec = new SignedSpec(
                state(s.section("state")),
                command(s.section("command")),
                status(s.section("status")),
                clock(s.section("clock")),
                words(s.section("prepare")),
                identification(s.section("identification")),
                blob(s.section("payload")),
                key(s.section("publicKey")),
                blob(s.section("signature")));
        s.end();
        return Optional.of(spec);
    }

    private static int at(Section s) throws ProfileException {
        return s.integer("at", 0, WORD);
    }

    private static State state(Section s) throws ProfileException {
        State state = new State(at(s), s.integer("idle", 0, WORD), s.integer("active", 0, WORD));
        s.end();
        if (state.idle() == state.active()) {
            throw s.place("active").refuse("idle and active are the same word", "name the word after a start");
        }
        return state;
    }

    private static Command command(Section s) throws ProfileException {
        Command command = new Command(at(s), s.integer("start", 0, WORD), s.integer("stop", 0, WORD));
        s.end();
        return command;
    }

    private static Status status(Section s) throws ProfileException {
        Set<Integer> busy = new LinkedHashSet<>();
        for (Item item : s.list("busy")) {
            busy.add(Section.integer("busy", item.place(), Section.word("busy", item), 0, WORD));
        }
        Section named = s.section("errors");
        Map<Integer, String> errors = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : named.entries().entrySet()) {
            errors.put(
                    Section.integer("errors", named.place(entry.getKey()), entry.getKey(), 0, WORD),
                    Section.word("errors", entry.getValue()));
        }
        Status status = new Status(
                at(s), busy, s.integer("done", 0, WORD), s.duration("within", Duration.ofSeconds(10)), errors);
        s.end();
        if (busy.contains(status.done())) {
            throw s.place("done").refuse(status.done() + " is busy and done", "name each word once");
        }
        return status;
    }

    private static Clock clock(Section s) throws ProfileException {
        Clock clock = new Clock(at(s), words(s.section("sure")));
        s.end();
        return clock;
    }

    /** Registers with what is written to them, in order. */
    private static Map<Integer, Integer> words(Section s) throws ProfileException {
        Map<Integer, Integer> words = new LinkedHashMap<>();
        for (Map.Entry<String, Item> entry : s.entries().entrySet()) {
            Item item = entry.getValue();
            words.put(
                    Section.integer("register", s.place(entry.getKey()), entry.getKey(), 0, WORD),
                    Section.integer(entry.getKey(), item.place(), Section.word(entry.getKey(), item), 0, WORD));
        }
        return words;
    }

    private static Identification identification(Section s) throws ProfileException {
        Identification text = new Identification(
                at(s), s.integer("length", 0, WORD), s.integer("most", 1, WORD), s.text("text", Identification.HOLE));
        s.end();
        if (!text.text().contains(Identification.HOLE)) {
            throw s.place("text").refuse("the text has no " + Identification.HOLE, "say where the identification goes");
        }
        return text;
    }

    private static Blob blob(Section s) throws ProfileException {
        Blob blob = new Blob(at(s), s.integer("length", 0, WORD), s.integer("most", 1, WORD));
        s.end();
        return blob;
    }

    private static SignedSpec.Key key(Section s) throws ProfileException {
        SignedSpec.Key key = new SignedSpec.Key(at(s), s.integer("count", 1, 125));
        s.end();
        return key;
    }
}
