package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers the last frames of a back end for people who look for the reason; tokens and secrets are masked. */
final class Tail {

    private static final int MOST = 500;
    private static final int MOST_TEXT = 4_000;
    private static final Pattern TOKEN =
            Pattern.compile("(\"(?:idTag|parentIdTag)\":\\s*\")(?:[^\"\\\\]|\\\\.)*?([^\"\\\\]{0,2}\")");
    private static final Pattern HEAD = Pattern.compile("^\\[(\\d),\"([^\"]*)\"(?:,\"([^\"]*)\")?");
    /** Name and password in an address. */
    private static final Pattern LOGIN = Pattern.compile("(://)[^/@\\s\"]+@");

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

    /** Sees each frame as it passes; on the lane. */
    @FunctionalInterface
    interface Witness {

        /**
         * @param text not masked
         * @param about the session, where that is known
         */
        void frame(Instant time, boolean sent, String text, Optional<SessionId> about);
    }

    private final Time time;
    private final Witness witness;
    private final Deque<Line> lines = new ArrayDeque<>();

    Tail(Time time, Witness witness) {
        this.time = time;
        this.witness = witness;
    }

    void add(boolean sent, String text, Optional<SessionId> about) {
        Instant now = time.instant();
        synchronized (this) {
            if (lines.size() == MOST) {
                lines.removeFirst();
            }
            lines.add(new Line(now, sent, text.substring(0, Math.min(text.length(), MOST_TEXT))));
        }
        witness.frame(now, sent, text, about);
    }

    /**
     * Which frames somebody wants to see.
     *
     * @param action calls of it, and the answers to them
     * @param sent whether those that went out, or those that came in
     */
    record Filter(Optional<String> action, Optional<Boolean> sent) {

        static final Filter ALL = new Filter(Optional.empty(), Optional.empty());
    }

    /** The newest frames, oldest first. */
    List<Line> last(int count) {
        return last(count, Filter.ALL);
    }

    /** The newest frames of a kind, oldest first. */
    synchronized List<Line> last(int count, Filter filter) {
        Set<String> ids = new HashSet<>();
        List<Line> all = lines.stream()
                .filter(line ->
                        filter.action().isEmpty() || isOf(filter.action().get(), line.text(), ids))
                .filter(line ->
                        filter.sent().filter(sent -> sent != line.sent()).isEmpty())
                .toList();
        return all.subList(Math.max(0, all.size() - count), all.size()).stream()
                .map(line -> new Line(line.time(), line.sent(), masked(line.text())))
                .toList();
    }

    // An answer does not name its action, but the id of a call that did.
    private static boolean isOf(String action, String text, Set<String> ids) {
        Matcher head = HEAD.matcher(text);
        if (!head.find()) {
            return false;
        }
        if (head.group(1).equals("2") && action.equalsIgnoreCase(head.group(3))) {
            ids.add(head.group(2));
            return true;
        }
        return !head.group(1).equals("2") && ids.contains(head.group(2));
    }

    /** When anything passed last. */
    synchronized Optional<Instant> newest() {
        return Optional.ofNullable(lines.peekLast()).map(Line::time);
    }

    static String masked(String text) {
        String shown = LOGIN.matcher(TOKEN.matcher(text).replaceAll("$1***$2")).replaceAll("$1***@");
        return shown.toLowerCase(java.util.Locale.ROOT).contains("\"authorizationkey\"")
                ? SECRET.matcher(shown).replaceAll("$1***$2")
                : shown;
    }
}
