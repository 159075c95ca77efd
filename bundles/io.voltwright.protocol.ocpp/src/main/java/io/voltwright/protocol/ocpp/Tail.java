package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers the last frames of a back end for people who look for the reason, and lets them look on. */
final class Tail {

    private static final int MOST = 500;
    private static final int MOST_TEXT = 4_000;
    private static final Pattern HEAD =
            Pattern.compile("^\\s*\\[\\s*(\\d)\\s*,\\s*\"([^\"]*)\"(?:\\s*,\\s*\"([^\"]*)\")?");

    /**
     * One frame.
     *
     * @param time when it passed
     * @param sent whether it went out
     * @param text not masked
     * @param evse which it names, or whose session
     */
    record Line(Instant time, boolean sent, String text, Optional<EvseId> evse) {}

    /** Sees each frame as it passes; on the lane. */
    @FunctionalInterface
    interface Witness {

        /**
         * @param text not masked
         * @param about the session, where that is known
         */
        void frame(Instant time, boolean sent, String text, Optional<SessionId> about);
    }

    /** Finds the EVSE that a frame is about. */
    @FunctionalInterface
    interface Place {

        /**
         * @param text of the frame
         * @param about the session, where that is known
         */
        Optional<EvseId> of(String text, Optional<SessionId> about);
    }

    /** Somebody who looks on; called as frames pass, so it must be quick. */
    interface Follower {

        void line(Line line);

        /** There will be no more. */
        void end();
    }

    /**
     * Which frames somebody wants to see.
     *
     * @param action calls of it, and the answers to them
     * @param sent whether those that went out, or those that came in
     * @param evse calls about it, and the answers to them
     */
    record Filter(Optional<String> action, Optional<Boolean> sent, Optional<EvseId> evse) {

        static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private final Time time;
    private final Place place;
    private final Witness witness;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Map<Follower, Sieve> followers = new LinkedHashMap<>();

    Tail(Time time, Place place, Witness witness) {
        this.time = time;
        this.place = place;
        this.witness = witness;
    }

    void add(boolean sent, String text, Optional<SessionId> about) {
        Instant now = time.instant();
        Line line = new Line(now, sent, kept(text), place.of(text, about));
        synchronized (this) {
            if (lines.size() == MOST) {
                lines.removeFirst();
            }
            lines.add(line);
            followers.forEach((follower, sieve) -> {
                if (sieve.passes(line)) {
                    follower.line(line);
                }
            });
        }
        witness.frame(now, sent, text, about);
    }

    // A secret could not be told any more where the text was cut.
    private static String kept(String text) {
        if (text.length() <= MOST_TEXT) {
            return text;
        }
        String masked = Mask.of(text);
        return masked.length() <= MOST_TEXT ? masked : masked.substring(0, MOST_TEXT) + " ...";
    }

    /** The newest frames of a kind, oldest first. */
    synchronized List<Line> last(int count, Filter filter) {
        return last(count, new Sieve(filter));
    }

    private List<Line> last(int count, Sieve sieve) {
        List<Line> all = lines.stream().filter(sieve::passes).toList();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** Shows somebody the newest frames, oldest first, and then all as they pass. */
    synchronized void follow(int count, Filter filter, Follower follower) {
        Sieve sieve = new Sieve(filter);
        last(count, sieve).forEach(follower::line);
        followers.put(follower, sieve);
    }

    synchronized void leave(Follower follower) {
        followers.remove(follower);
    }

    /** Nothing will pass any more. */
    synchronized void end() {
        followers.keySet().forEach(Follower::end);
        followers.clear();
    }

    /** When anything passed last. */
    synchronized Optional<Instant> newest() {
        return Optional.ofNullable(lines.peekLast()).map(Line::time);
    }

    /** Lets the frames of one filter through, in the order in which they passed. */
    private static final class Sieve {

        private static final int MOST_IDS = 256;

        private final Filter filter;
        /** An answer does not name its action, but the id of a call that did; both sides may use the same ids. */
        private final Map<String, Boolean> calls = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MOST_IDS;
            }
        };

        Sieve(Filter filter) {
            this.filter = filter;
        }

        boolean passes(Line line) {
            return wanted(line)
                    && filter.sent().filter(sent -> sent != line.sent()).isEmpty();
        }

        private boolean wanted(Line line) {
            if (filter.action().isEmpty() && filter.evse().isEmpty()) {
                return true;
            }
            Matcher head = HEAD.matcher(line.text());
            if (!head.find()) {
                return false;
            }
            boolean call = head.group(1).equals("2");
            String id = (call == line.sent()) + head.group(2);
            if (!call) {
                return calls.containsKey(id);
            }
            boolean wanted = filter.action()
                            .filter(action -> !action.equalsIgnoreCase(head.group(3)))
                            .isEmpty()
                    && (filter.evse().isEmpty() || filter.evse().equals(line.evse()));
            if (wanted) {
                calls.put(id, true);
            }
            return wanted;
        }
    }
}
