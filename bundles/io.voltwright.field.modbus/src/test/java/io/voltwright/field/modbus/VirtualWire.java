package io.voltwright.field.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;

/** A wire whose time passes only while someone waits on it; the slave behind it schedules what comes back. */
final class VirtualWire implements Wire {

    static final long MILLI = 1_000_000;

    /** The other side. */
    interface Slave {
        void request(byte[] request, VirtualWire wire);
    }

    // Compared by time only.
    @SuppressWarnings("ArrayRecordComponent")
    private record Arrival(long at, long order, byte[] bytes) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Arrival> coming = new PriorityQueue<>();
    private final Deque<Byte> there = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<Long> sentAt = new ArrayList<>();
    private final Deque<String> history = new ArrayDeque<>();
    private Slave slave = (request, wire) -> {};
    private long now = 1_000_000_000_000L;
    private long order;
    private boolean open;
    private boolean broken;

    void slave(Slave slave) {
        this.slave = slave;
    }

    void arrive(long afterNanos, byte[] bytes) {
        coming.add(new Arrival(now + afterNanos, order++, bytes));
    }

    /** From now on it fails, until it is opened again. */
    void unplug() {
        broken = true;
    }

    /** The last events, for the message of a test that fails. */
    String history() {
        return String.join("\n", history);
    }

    private void note(String what, byte[] bytes) {
        history.add(now / MILLI + " " + what + " " + HexFormat.of().formatHex(bytes));
        if (history.size() > 40) {
            history.removeFirst();
        }
    }

    List<byte[]> sent() {
        return sent;
    }

    List<Long> sentAt() {
        return sentAt;
    }

    @Override
    public void open() {
        open = true;
        broken = false;
        there.clear();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        check();
        sent.add(bytes.clone());
        sentAt.add(now);
        note("->", bytes);
        slave.request(bytes.clone(), this);
    }

    @Override
    public int read(byte[] buffer, int from, long nanos) throws IOException {
        check();
        long end = now + Math.max(0, nanos);
        land();
        if (there.isEmpty()) {
            Arrival next = coming.peek();
            now = next == null || next.at() > end ? end : next.at();
            land();
        }
        int count = 0;
        while (!there.isEmpty() && from + count < buffer.length) {
            buffer[from + count] = there.removeFirst();
            count++;
        }
        return count;
    }

    private void land() {
        for (Arrival next = coming.peek(); next != null && next.at() <= now; next = coming.peek()) {
            coming.remove();
            note("<-", next.bytes());
            for (byte each : next.bytes()) {
                there.addLast(each);
            }
        }
    }

    private void check() throws IOException {
        if (!open || broken) {
            throw new EOFException("unplugged");
        }
    }

    @Override
    public int pending() throws IOException {
        check();
        land();
        return there.size();
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void abort() {
        broken = true;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void pauseUntil(long when) {
        now = Math.max(now, when);
    }
}
