package io.voltwright.field.modbus;

import io.voltwright.field.api.RegisterBus.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What waits for a bus: by priority, first in first out inside each (rule 1). */
final class RequestQueue {

    /** A unit that is ready so soon is waited for rather than passed over. */
    private static final long SOON = 5_000_000;

    private static final int MOST = 1000;

    private final Map<Priority, Deque<Pending>> waiting = new EnumMap<>(Priority.class);
    private int size;
    private boolean closed;

    /**
     * @return false if it is closed, or so long that only a stop still gets in
     */
    synchronized boolean add(Pending pending) {
        if (closed || (size >= MOST && pending.request().priority() != Priority.STOP)) {
            return false;
        }
        line(pending).addLast(pending);
        size++;
        notifyAll();
        return true;
    }

    /** Puts it before all others of its priority. */
    synchronized boolean again(Pending pending) {
        if (closed) {
            return false;
        }
        line(pending).addFirst(pending);
        size++;
        return true;
    }

    private Deque<Pending> line(Pending pending) {
        return waiting.computeIfAbsent(pending.request().priority(), priority -> new ArrayDeque<>());
    }

    /**
     * Waits until something waits.
     *
     * @param idle how long, in nanoseconds; only asked if nothing waits yet, which is the rare case on a busy bus
     * @return false if nothing came in that time
     */
    synchronized boolean await(LongSupplier idle) throws InterruptedException {
        if (size > 0) {
            return true;
        }
        long nanos = idle.getAsLong();
        long deadline = System.nanoTime() + nanos;
        while (size == 0 && !closed) {
            long left = nanos == Long.MAX_VALUE ? nanos : deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return size > 0;
    }

    /**
     * Takes the next whose unit is ready; units that need a gap let others pass. Waits while none is ready.
     *
     * @param readyAt when the unit of a request is ready
     * @return empty if nothing waits
     */
    synchronized Optional<Pending> take(ToLongFunction<Pending> readyAt, LongSupplier clock)
            throws InterruptedException {
        while (size > 0) {
            long now = clock.getAsLong();
            long soonest = Long.MAX_VALUE;
            for (Deque<Pending> line : waiting.values()) {
                Pending first = line.peekFirst();
                if (first != null && readyAt.applyAsLong(first) - now <= SOON) {
                    size--;
                    return Optional.of(line.removeFirst());
                }
                for (Iterator<Pending> each = line.iterator(); each.hasNext(); ) {
                    Pending pending = each.next();
                    long wait = readyAt.applyAsLong(pending) - now;
                    if (wait <= SOON) {
                        each.remove();
                        size--;
                        return Optional.of(pending);
                    }
                    soonest = Math.min(soonest, wait);
                }
            }
            wait(soonest / 1_000_000, (int) (soonest % 1_000_000));
        }
        return Optional.empty();
    }

    /** Takes all that wait. */
    synchronized List<Pending> drain() {
        List<Pending> all = new ArrayList<>(size);
        waiting.values().forEach(line -> {
            all.addAll(line);
            line.clear();
        });
        size = 0;
        return all;
    }

    /** From then on nothing gets in. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized int size() {
        return size;
    }
}
