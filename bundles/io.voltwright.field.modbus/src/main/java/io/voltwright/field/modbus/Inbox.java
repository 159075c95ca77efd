package io.voltwright.field.modbus;

import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** The bytes that came over a line without transaction ids and were not yet understood. */
final class Inbox {

    /** Bytes of a glitch that may come before a frame, as when a transceiver turns round; less than any frame. */
    private static final int MOST_GLITCH = 3;

    private final Wire wire;
    private final Framing framing;
    private final Counters counters;
    private final Map<Integer, Unit> units;

    private final byte[] buffer = new byte[1024];
    private int have;

    Inbox(Wire wire, Framing framing, Counters counters, Map<Integer, Unit> units) {
        this.wire = wire;
        this.framing = framing;
        this.counters = counters;
        this.units = units;
    }

    void clear() {
        have = 0;
    }

    int size() {
        return have;
    }

    boolean isFull() {
        return have == buffer.length;
    }

    /**
     * Waits for bytes.
     *
     * @return how many came; 0 if none did in that time
     */
    int read(long nanos) throws IOException {
        int count = wire.read(buffer, have, nanos);
        have += count;
        return count;
    }

    /** Looks for the answer behind at most a glitch; whatever follows it makes it worthless. */
    Framing.Scan look(Unit unit, Predicate<Framing.Scan> ours) {
        boolean mayCome = false;
        for (int start = 0; start <= Math.min(MOST_GLITCH, have - 1); start++) {
            Framing.Scan scan = framing.scan(buffer, start, have);
            if (scan.state() == Framing.State.FRAME) {
                if (!ours.test(scan) || scan.end() != have) {
                    return Framing.Scan.broken();
                }
                counters.unsolicitedBytes.add(start);
                // Taken: it must never be found again, as the late answer to another request.
                clear();
                return scan;
            }
            mayCome |= scan.state() == Framing.State.INCOMPLETE
                    && (start == 0 || framing.begins(buffer[start], unit.number()));
        }
        return mayCome ? Framing.Scan.incomplete() : Framing.Scan.broken();
    }

    /**
     * Finds the frames among bytes that came too late or unasked, and the ghosts whose answers they are.
     *
     * @return bytes of whole frames
     */
    int layGhosts() {
        int framed = 0;
        int from = 0;
        while (from < have) {
            Framing.Scan scan = framing.scan(buffer, from, have);
            if (scan.state() == Framing.State.INCOMPLETE && have < buffer.length / 2) {
                break;
            }
            if (scan.state() == Framing.State.FRAME) {
                lay(scan, scan.end() - from);
                framed += scan.end() - from;
                from = scan.end();
            } else {
                from++;
            }
        }
        System.arraycopy(buffer, from, buffer, 0, have - from);
        have -= from;
        return framed;
    }

    private void lay(Framing.Scan scan, int bytes) {
        Unit unit = units.get(scan.unit());
        if (unit != null) {
            boolean late = unit.doubt().late(scan.pdu());
            unit.stray(bytes, late);
            if (!late) {
                unit.doubt().raise();
            }
        }
    }
}
