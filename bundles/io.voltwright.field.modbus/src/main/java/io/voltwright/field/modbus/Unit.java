package io.voltwright.field.modbus;

import io.voltwright.field.api.RegisterBus.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One device on the bus as its requests have shown it; changed by the bus's own thread, looked at by others. */
final class Unit {

    /** Failures in a row after which it is taken as offline (rule 7). */
    private static final int OFFLINE_AFTER = 2;
    /** A unit that shares its bus may cost a tenth of the time while it is offline. */
    private static final int SHARED_PAUSE = 9;

    private final int number;
    private volatile Timing timing = Timing.DEFAULT;

    private final Doubt doubt = new Doubt();
    private long quietSince;
    private long slowest;
    private long nextProbe;
    private volatile int failures;

    private final LongAdder answers = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder corrupt = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder lateBytes = new LongAdder();
    private final LongAdder unsolicitedBytes = new LongAdder();
    private final Cycle cycle = new Cycle();
    private final Recent recent = new Recent();
    private volatile @Nullable Trouble trouble;

    /** The last thing that went wrong. */
    private record Trouble(String what, Instant when) {}

    Unit(int number, long now) {
        this.number = number;
        this.quietSince = now - 1_000_000_000L;
    }

    int number() {
        return number;
    }

    Timing timing() {
        return timing;
    }

    void timing(Timing timing) {
        this.timing = timing;
    }

    Doubt doubt() {
        return doubt;
    }

    Recent recent() {
        return recent;
    }

    /** When the next request may leave, by the gap that the device needs. */
    long readyAt() {
        return quietSince + timing.minGap().toNanos();
    }

    boolean needsGap() {
        return !timing.minGap().isZero();
    }

    void quietSince(long now) {
        quietSince = now;
    }

    /** When its last transaction ended. */
    long quietSince() {
        return quietSince;
    }

    /**
     * How long to wait for an answer, beside the time on the wire. An offline unit that used to be quick is not given the whole
     * time, so that asking whether it is back costs its neighbours little.
     */
    long patience() {
        long most = timing.timeout().toNanos();
        if (!offline() || slowest == 0) {
            return most;
        }
        return Math.min(most, Math.max(100_000_000L, 4 * slowest));
    }

    boolean offline() {
        return failures >= OFFLINE_AFTER;
    }

    /** Whether a request may find out if the unit is back. */
    boolean probeDue(long now) {
        return now - nextProbe >= 0;
    }

    /** The line was opened anew: it may be back. */
    void probeSoon(long now) {
        nextProbe = now;
    }

    void answered(boolean refused, long took) {
        failures = 0;
        (refused ? refusals : answers).increment();
        slowest = Math.max(took, slowest - slowest / 64);
    }

    /** A value was read, for the longest time between two. */
    void read(int address, long now) {
        cycle.at(address, now);
    }

    /**
     * @param cost how long the bus could not be used for others
     * @param alone whether the unit has the bus for itself
     */
    void failed(boolean timeout, String what, Instant when, long now, long cost, boolean alone) {
        failures = Math.min(failures + 1, OFFLINE_AFTER);
        nextProbe = now + cost * (alone ? 1 : SHARED_PAUSE);
        (timeout ? timeouts : corrupt).increment();
        trouble = new Trouble(what, when);
    }

    /** A whole frame of its came that was not the answer to what it is asked now. */
    void stray(int bytes, boolean late) {
        (late ? lateBytes : unsolicitedBytes).add(bytes);
    }

    /** A refusal is a good answer, but someone may want to know of it. */
    void noted(String what, Instant when) {
        trouble = new Trouble(what, when);
    }

    UnitStatus status(long now) {
        Trouble last = trouble;
        return new UnitStatus(
                number,
                offline(),
                recent.load(now),
                recent.wire(now),
                recent.requestsPerSecond(now),
                timing,
                answers.sum(),
                timeouts.sum(),
                corrupt.sum(),
                refusals.sum(),
                lateBytes.sum(),
                unsolicitedBytes.sum(),
                cycle.longest(now),
                Optional.ofNullable(last).map(Trouble::what),
                Optional.ofNullable(last).map(Trouble::when));
    }
}
