package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Remembers the last frames of a back end for people who look for the reason; tokens and secrets are masked. */
final class Tail {

    private static final int MOST = 500;
    private static final int MOST_TEXT = 4_000;
    private static final Pattern TOKEN = Pattern.compile("(\"(?:idTag|parentIdTag)\":\\s*\")[^\"]*?([^\"]{0,2}\")");
    private static final Pattern SECRET = Pattern.compile(
            "(\"key\":\\s*\"AuthorizationKey\".*?\"value\":\\s*\"|\"value\":\\s*\")[^\"]*(\"(?=.*\"AuthorizationKey\")|\")",
            Pattern.CASE_INSENSITIVE);

    /**
     * One frame.
     *
     * @param time when it passed
     * @param sent whether it went out
     * @param text masked
     */
    record Line(Instant time, boolean sent, String text) {}

    private final Time time;
    private final Deque<Line> lines = new ArrayDeque<>();

    Tail(Time time) {
        this.time = time;
    }

    synchronized void add(boolean sent, String text) {
        if (lines.size() == MOST) {
            lines.removeFirst();
        }
        lines.add(new Line(time.instant(), sent, text.substring(0, Math.min(text.length(), MOST_TEXT))));
    }

    /** The newest frames, oldest first. */
    synchronized List<Line> last(int count) {
        List<Line> all = new ArrayList<>(lines);
        return all.subList(Math.max(0, all.size() - count), all.size()).stream()
                .map(line -> new Line(line.time(), line.sent(), masked(line.text())))
                .toList();
    }

    /** When anything passed last. */
    synchronized Optional<Instant> newest() {
        return Optional.ofNullable(lines.peekLast()).map(Line::time);
    }

    static String masked(String text) {
        String shown = TOKEN.matcher(text).replaceAll("$1***$2");
        return shown.toLowerCase(java.util.Locale.ROOT).contains("\"authorizationkey\"")
                ? SECRET.matcher(shown).replaceAll("$1***$2")
                : shown;
    }
}
