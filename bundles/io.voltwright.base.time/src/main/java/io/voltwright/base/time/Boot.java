package io.voltwright.base.time;

import java.time.Instant;
import java.util.UUID;

/**
 * The start of this process, written down where an update of the bundle finds it again.
 *
 * @param id one per process
 * @param nanos the reading of {@link System#nanoTime()} from which the monotonic time counts
 * @param utc the clock at that moment
 * @param speed how many times faster than the machine's time passes, 1 outside of tests
 */
record Boot(UUID id, long nanos, Instant utc, double speed) {

    static final String PROPERTY = "voltwright.boot";

    /** The boot of this process; the first caller decides the speed. */
    static Boot ofThisProcess(double speed) {
        // Interning makes the lock the same for the old and the new class loader of an updated bundle.
        synchronized (PROPERTY.intern()) {
            String known = System.getProperty(PROPERTY);
            if (known != null) {
                return parse(known);
            }
            Boot boot = new Boot(UUID.randomUUID(), System.nanoTime(), Instant.now(), speed);
            System.setProperty(PROPERTY, boot.text());
            return boot;
        }
    }

    static Boot parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Boot(
                UUID.fromString(parts[0]),
                Long.parseLong(parts[1]),
                Instant.parse(parts[2]),
                Double.parseDouble(parts[3]));
    }

    String text() {
        return id + " " + nanos + " " + utc + " " + speed;
    }
}
