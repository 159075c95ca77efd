package io.voltwright.field.simulator;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The simulation's stopwatch: runs at a multiple of real time that may change at any moment. */
final class SimulatedClock {

    private final LongSupplier nanos;
    private long since;
    private double elapsed;
    private double speed = 1;

    /**
     * @param nanos a monotonic counter, as {@code System::nanoTime}
     */
    SimulatedClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    synchronized Duration now() {
        return Duration.ofNanos((long) (elapsed + (nanos.getAsLong() - since) * speed));
    }

    synchronized double speed() {
        return speed;
    }

    /**
     * @param next simulated seconds per second, above 0
     */
    synchronized void speed(double next) {
        long now = nanos.getAsLong();
        elapsed += (now - since) * speed;
        since = now;
        speed = next;
    }
}
