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

    /** Written under the lock. */
    private volatile int size;

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
    boolean await(LongSupplier idle) throws InterruptedException {
        return size > 0 || awaitFirst(idle);
    }

    private synchronized boolean awaitFirst(LongSupplier idle) throws InterruptedException {
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
     * Takes the next whose unit is ready; units that need a gap let others pass.
     *
     * @param readyAt when the unit of a request is ready
     * @return empty if nothing waits, or none of that is ready
     */
    synchronized Optional<Pending> takeReady(ToLongFunction<Pending> readyAt, long now) {
        for (Deque<Pending> line : waiting.values()) {
            Pending first = line.peekFirst();
            if (first != null && readyAt.applyAsLong(first) - now <= SOON) {
                size--;
                return Optional.of(line.removeFirst());
            }
            for (Iterator<Pending> each = line.iterator(); each.hasNext(); ) {
                Pending pending = each.next();
                if (readyAt.applyAsLong(pending) - now <= SOON) {
                    each.remove();
                    size--;
                    return Optional.of(pending);
                }
            }
        }
        return Optional.empty();
    }

    /** Waits until one can be taken, and takes it; empty if nothing waits any more, or it was closed. */
    synchronized Optional<Pending> take(ToLongFunction<Pending> readyAt, LongSupplier clock)
            throws InterruptedException {
        while (size > 0 && !closed) {
            long now = clock.getAsLong();
            Optional<Pending> ready = takeReady(readyAt, now);
            if (ready.isPresent()) {
                return ready;
            }
            long soonest = waiting.values().stream()
                    .flatMap(Deque::stream)
                    .mapToLong(pending -> readyAt.applyAsLong(pending) - now)
                    .min()
                    .orElse(SOON);
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

    int size() {
        return size;
    }
}
