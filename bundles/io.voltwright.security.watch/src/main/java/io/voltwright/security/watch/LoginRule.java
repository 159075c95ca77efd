package io.voltwright.security.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The intrusion rule against guessing passwords: so many refused logins of one peer within a window are an attack. */
final class LoginRule {

    private static final int MOST_PEERS = 10_000;

    private final int most;
    private final Duration window;
    private final Map<String, Deque<Duration>> failures = new LinkedHashMap<>(16, 0.75f, true);

    LoginRule(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** Counts a refused login; true if it is the one that makes an attack of them, which then are counted from zero. */
    synchronized boolean refused(String peer, Duration now) {
        Deque<Duration> times = failures.computeIfAbsent(peer, unseen -> new ArrayDeque<>());
        times.addLast(now);
        while (!times.isEmpty() && now.minus(times.getFirst()).compareTo(window) > 0) {
            times.removeFirst();
        }
        if (times.size() >= most) {
            failures.remove(peer);
            return true;
        }
        if (failures.size() > MOST_PEERS) {
            Iterator<String> oldest = failures.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return false;
    }

    int most() {
        return most;
    }

    Duration window() {
        return window;
    }
}
