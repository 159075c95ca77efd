package io.voltwright.field.modbus;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a wire open: again at once when a good one broke, then less and less often. */
final class Connection {

    private final Wire wire;
    private final Time time;
    private final int free;
    private final long first;
    private final long most;
    private String reason = "";
    private int failures;
    private long nextAttempt;
    private volatile @Nullable Moment since;

    private Connection(Wire wire, Time time, int free, Duration first, Duration most) {
        this.wire = wire;
        this.time = time;
        this.free = free;
        this.first = first.toNanos();
        this.most = most.toNanos();
    }

    /** For a socket: at once after a good connection broke, then after half a second, doubling up to ten. */
    static Connection socket(Wire wire, Time time) {
        return new Connection(wire, time, 1, Duration.ofMillis(500), Duration.ofSeconds(10));
    }

    /** For a port: each second, for the node comes back when someone plugs it in. */
    static Connection port(Wire wire, Time time) {
        return new Connection(wire, time, 0, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    Wire wire() {
        return wire;
    }

    /**
     * Opens the wire if it is not.
     *
     * @return whether it was opened just now
     * @throws IOException if that fails, or was tried too short a time ago
     */
    boolean open() throws IOException {
        if (wire.isOpen()) {
            return false;
        }
        long wait = nextAttempt - wire.now();
        if (failures > 0 && wait > 0) {
            // The same words as at the attempt: a changing text would fill the log as long as the device is dead.
            throw new IOException(reason);
        }
        try {
            wire.open();
        } catch (IOException e) {
            broke(e);
            throw e;
        }
        since = time.moment();
        return true;
    }

    /** An answer was right, so the other side is what we think. */
    void proved() {
        failures = 0;
    }

    /** The wire failed, also by accepting a connection and closing it. */
    void broke(IOException why) {
        close();
        reason = String.valueOf(why.getMessage());
        failures++;
        int doublings = Math.min(Math.max(0, failures - free - 1), 10);
        nextAttempt = wire.now() + (failures <= free ? 0 : Math.min(most, first << doublings));
    }

    void close() {
        wire.close();
        since = null;
    }

    /** When it was opened; empty while it is not. */
    Optional<Moment> since() {
        return Optional.ofNullable(since);
    }
}
