package io.voltwright.itests;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The journal of a station as {@code journal:tail} prints it, oldest first. */
public final class Facts {

    private static final Pattern LINE = Pattern.compile("(\\d+)  (\\S+ \\S+)  (\\S+)\\s+(\\S+)\\s+(\\{.*})");

    /** One line: everything it says, and what tests ask of it. */
    public record Fact(long position, String type, String subject, String payload, String line) {

        /** A number of the payload. */
        public long number(String name) {
            return Long.parseLong(text(name));
        }

        /** A word of the payload, as it is printed. */
        public String text(String name) {
            Matcher found = Pattern.compile("[{ ]" + name + "=([^,}]*)").matcher(payload);
            if (!found.find()) {
                throw new AssertionError("no '" + name + "' in " + line);
            }
            return found.group(1);
        }
    }

    private Facts() {}

    /** All of them. */
    public static List<Fact> of(Shell shell) throws IOException {
        return parse(shell.run("journal:tail -n 10000").lines());
    }

    /** Those among the lines that were printed. */
    public static List<Fact> parse(Stream<String> lines) {
        return lines.map(String::strip)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Fact(
                        Long.parseLong(line.group(1)), line.group(3), line.group(4), line.group(5), line.group()))
                .toList();
    }

    /** Those of a type that belong to a session. */
    public static List<Fact> of(List<Fact> facts, String type, String session) {
        return facts.stream()
                .filter(fact -> fact.type().equals(type) && fact.payload().contains("session=" + session))
                .toList();
    }

    /** The lines from position 1 on, one for each position: that none is lost and none is there twice is seen by that. */
    public static List<String> lines(List<Fact> facts) {
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i).position() != i + 1) {
                throw new AssertionError(
                        "position " + (i + 1) + " is " + facts.get(i).line());
            }
        }
        return facts.stream().map(Fact::line).toList();
    }
}
