package io.voltwright.field.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Moment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A Modbus bus as drivers use it; a service with the property {@code bus}. One transaction at a time, by priority, under the
 * rules of the field reference section 5.2.
 */
@ProviderType
public interface RegisterBus {

    DeviceId id();

    /**
     * Queues a request. Never blocks.
     *
     * @return completes on the bus's own thread, so continue elsewhere; fails with {@link BusException} after the request's
     *     retries. Cancelling it before its turn takes the request back.
     * @throws IllegalArgumentException if no Modbus frame can hold the request
     */
    CompletionStage<Reply> submit(Request request);

    /**
     * Tells the bus how to treat a unit; from the device's profile.
     */
    void unit(int unit, Timing timing);

    /** Who goes first on the wire. */
    enum Priority {
        STOP,
        HEARTBEAT,
        LOWER,
        POLL,
        RAISE
    }

    /** Tables of a Modbus device; reading uses function codes 1 to 4. */
    enum Table {
        COIL,
        DISCRETE,
        HOLDING,
        INPUT
    }

    /**
     * One transaction.
     *
     * @param unit 0 to 255
     * @param table what is read or written
     * @param address 0-based, as on the wire
     * @param count registers or bits to read, 1 to 125 registers; 0 for a write
     * @param values registers 0 to 65535, or bits 0 and 1, to write; empty for a read
     * @param single whether one value is written by function 5 or 6 instead of 15 or 16
     * @param priority its place in the queue
     */
    record Request(
            int unit, Table table, int address, int count, List<Integer> values, boolean single, Priority priority) {

        public Request {
            values = List.copyOf(values);
        }

        public static Request read(int unit, Table table, int address, int count, Priority priority) {
            return new Request(unit, table, address, count, List.of(), false, priority);
        }

        public static Request write(
                int unit, Table table, int address, List<Integer> values, boolean single, Priority priority) {
            return new Request(unit, table, address, 0, values, single, priority);
        }

        public boolean isWrite() {
            return !values.isEmpty();
        }
    }

    /**
     * A good answer.
     *
     * @param values registers 0 to 65535 or bits; for a write what was echoed
     * @param requested when the request left
     */
    record Reply(List<Integer> values, Moment requested) {

        public Reply {
            values = List.copyOf(values);
        }
    }

    /**
     * What a device needs of its bus.
     *
     * @param timeout for the answer, beside the time on the wire
     * @param retries of a request that got no good answer, 0 to 5; writes are retried only if that is harmless
     * @param minGap silence between two requests to the device
     * @param lateWindow silence that clears a tainted bus
     * @param padReads whether a read may ask for a register more than needed (after a lost answer up to three), so that no two in
     *     a row have the same length; only used without transaction ids, and given up where the device refuses it
     * @param wake how long to wait for an answer before the same request is sent a second time, for a device that sleeps through the
     *     first; zero for others. Only used without transaction ids
     * @param idleClose after which a connection of its own that was not used is given back, for a device that closes it itself or
     *     has few of them; zero to keep it
     */
    record Timing(
            Duration timeout,
            int retries,
            Duration minGap,
            Duration lateWindow,
            boolean padReads,
            Duration wake,
            Duration idleClose) {

        /** For a device that does not sleep and keeps its connection. */
        public Timing(Duration timeout, int retries, Duration minGap, Duration lateWindow, boolean padReads) {
            this(timeout, retries, minGap, lateWindow, padReads, Duration.ZERO, Duration.ZERO);
        }

        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofMillis(600), true);
    }
}
