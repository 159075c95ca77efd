package io.voltwright.field.modbus;

/** How busy something was during the last whole seconds. */
final class Recent {

    private static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final long[] busy = new long[SECONDS];
    private final long[] wire = new long[SECONDS];
    private final int[] sent = new int[SECONDS];
    private long second;

    /** It was taken for so long. */
    synchronized void occupied(long from, long to) {
        for (long at = from; at < to; ) {
            long end = Math.min(to, (Math.floorDiv(at, SECOND) + 1) * SECOND);
            turn(Math.floorDiv(at, SECOND));
            busy[slot(Math.floorDiv(at, SECOND))] += end - at;
            at = end;
        }
    }

    /**
     * A request left.
     *
     * @param onWire what it and its answer take in characters
     */
    synchronized void request(long now, long onWire) {
        turn(Math.floorDiv(now, SECOND));
        sent[slot(Math.floorDiv(now, SECOND))]++;
        wire[slot(Math.floorDiv(now, SECOND))] += onWire;
    }

    /** Share of the last whole seconds during which it was taken, 0 to 1. */
    synchronized double load(long now) {
        turn(Math.floorDiv(now, SECOND));
        return share(busy);
    }

    /** Share of the last whole seconds during which characters were on the wire, 0 to 1. */
    synchronized double wire(long now) {
        turn(Math.floorDiv(now, SECOND));
        return share(wire);
    }

    private double share(long[] nanos) {
        long sum = 0;
        for (int i = 0; i < SECONDS; i++) {
            sum += i == slot(second) ? 0 : nanos[i];
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
            wire[slot(second)] = 0;
            sent[slot(second)] = 0;
        }
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
