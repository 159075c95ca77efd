package io.voltwright.field.modbus;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes out and in; used by one thread, but for {@link #abort}.
 *
 * <p>It has a clock of its own, that of the machine and not the station's: a device answers in real time however fast a test or a
 * simulation lets the station live.
 */
interface Wire {

    /** Opens it anew; a wire that broke is closed first. */
    void open() throws IOException;

    boolean isOpen();

    void write(byte[] bytes) throws IOException;

    /**
     * Waits for the first byte, then takes what is there.
     *
     * @param nanos how long to wait; a wire may need somewhat longer
     * @return how many bytes; 0 if none came
     * @throws IOException if the other side has gone
     */
    int read(byte[] buffer, int from, long nanos) throws IOException;

    /** Bytes that are there already. */
    int pending() throws IOException;

    void close();

    /** From any thread: lets a call that waits end soon with an exception, and every later one; nothing more is written. */
    void abort();

    /** Monotonic, nanoseconds. */
    default long now() {
        return System.nanoTime();
    }

    /** Waits for a gap between frames. */
    default void pauseUntil(long when) {
        for (long left = when - now(); left > 0; left = when - now()) {
            LockSupport.parkNanos(this, left);
        }
    }
}
