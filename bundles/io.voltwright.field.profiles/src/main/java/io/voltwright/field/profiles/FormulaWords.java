package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a formula into its words: numbers, names, texts (kept with their leading quote) and signs. */
final class FormulaWords {

    private static final Pattern WORD = Pattern.compile(
            "\\s*(0[xX][0-9A-Fa-f]+|[0-9]+(?:\\.[0-9]+)?"
                    + "|\\$?[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)*|\"[^\"]*\"|\\|\\||&&|==|!=|<=|>=|[-+*/%&|!<>?:,()\\[\\]])");

    private final Place place;
    private final String source;
    private final List<String> words = new ArrayList<>();
    private int next;

    FormulaWords(Place place, String source) throws ProfileException {
        this.place = place;
        this.source = source;
        Matcher matcher = WORD.matcher(source);
        int end = 0;
        while (end < source.stripTrailing().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw place.refuse(
                        "'" + source + "': cannot read '"
                                + source.substring(end).strip() + "'",
                        "mend the formula");
            }
            String word = matcher.group(1);
            boolean text = word.startsWith("\"");
            words.add(text ? word.substring(0, word.length() - 1) : word);
            end = matcher.end();
        }
    }

    boolean atEnd() {
        return next >= words.size();
    }

    String peek() {
        return words.get(next);
    }

    String next() throws ProfileException {
        if (atEnd()) {
            throw place.refuse("'" + source + "' ends too early", "complete the formula");
        }
        return words.get(next++);
    }

    /** Takes the word if it is next. */
    boolean take(String word) {
        if (atEnd() || !peek().equals(word)) {
            return false;
        }
        next++;
        return true;
    }

    void expect(String word) throws ProfileException {
        if (!take(word)) {
            String found = atEnd() ? "the end" : "'" + peek() + "'";
            throw place.refuse("'" + source + "': '" + word + "' expected, not " + found, "mend the formula");
        }
    }
}
