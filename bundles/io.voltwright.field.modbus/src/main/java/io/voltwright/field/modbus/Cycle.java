package io.voltwright.field.modbus;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The longest time between two readings of the same thing, lately. */
final class Cycle {

    private static final long WINDOW = 60_000_000_000L;

    private final Map<Integer, Long> last = new HashMap<>();
    private long windowEnd;
    private long current;
    private long before;

    synchronized void at(int address, long now) {
        turn(now);
        Long previous = last.put(address, now);
        if (previous != null) {
            current = Math.max(current, now - previous);
        }
    }

    /** Of this window and the one before. */
    synchronized Duration longest(long now) {
        turn(now);
        return Duration.ofNanos(Math.max(current, before));
    }

    private void turn(long now) {
        if (windowEnd == 0 || now - windowEnd >= WINDOW) {
            before = 0;
            current = 0;
            windowEnd = now + WINDOW;
        } else if (now - windowEnd >= 0) {
            before = current;
            current = 0;
            windowEnd += WINDOW;
        }
    }
}
