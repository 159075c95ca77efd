package io.voltwright.field.modbus;

import java.util.concurrent.atomic.LongAdder;

/** What a bus counts since it was set up, and how busy it is. */
final class Counters {

    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    final LongAdder requests = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    /** Wrong check, or no answer to what was asked. */
    final LongAdder corrupt = new LongAdder();
    /** Bytes of answers to requests that were given up. */
    final LongAdder lateBytes = new LongAdder();
    /** Bytes that nobody asked for. */
    final LongAdder unsolicitedBytes = new LongAdder();

    final LongAdder taints = new LongAdder();
    final LongAdder opened = new LongAdder();

    private final long[] busy = new long[SECONDS];
    private final int[] sent = new int[SECONDS];
    private long second;

    /** The bus was taken by one request, with all that followed from it. */
    synchronized void occupied(long from, long to) {
        for (long at = from; at < to; ) {
            long end = Math.min(to, (Math.floorDiv(at, SECOND) + 1) * SECOND);
            turn(Math.floorDiv(at, SECOND));
            busy[slot(Math.floorDiv(at, SECOND))] += end - at;
            at = end;
        }
    }

    synchronized void request(long now) {
        requests.increment();
        turn(Math.floorDiv(now, SECOND));
        sent[slot(Math.floorDiv(now, SECOND))]++;
    }

    /** Share of the last whole seconds during which the bus was taken, 0 to 1. */
    synchronized double load(long now) {
        turn(Math.floorDiv(now, SECOND));
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += i == slot(second) ? 0 : busy[i];
        }
        return Math.min(1.0, (double) sum / ((SECONDS - 1) * SECOND));
    }

    synchronized double requestsPerSecond(long now) {
        turn(Math.floorDiv(now, SECOND));
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += i == slot(second) ? 0 : sent[i];
        }
        return (double) sum / (SECONDS - 1);
    }

    private void turn(long to) {
        if (to - second > SECONDS || second == 0) {
            second = to - SECONDS;
        }
        while (second < to) {
            second++;
            busy[slot(second)] = 0;
            sent[slot(second)] = 0;
        }
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
