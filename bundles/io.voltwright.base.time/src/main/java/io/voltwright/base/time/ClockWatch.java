package io.voltwright.base.time;

import io.voltwright.base.api.Moment.ClockState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Knows whether the clock is right: told so by configuration, or asking the operating system now and then. */
final class ClockWatch {

    private static final long LOOK_EVERY_NANOS = 10_000_000_000L;

    private final Mode mode;
    private final Path evidence;
    private final LongSupplier nanos;
    private volatile Look look;

    private record Look(long nanos, ClockState state) {}

    /** Where the answer comes from. */
    enum Mode {
        AUTO,
        SYNCHRONISED,
        UNSYNCHRONISED
    }

    /**
     * @param evidence the file that the operating system's time service creates once it has set the clock
     * @param nanos a monotonic counter, so that a jump of the clock does not delay the look at the clock
     */
    ClockWatch(Mode mode, Path evidence, LongSupplier nanos) {
        this.mode = mode;
        this.evidence = evidence;
        this.nanos = nanos;
        this.look = look();
    }

    ClockState state() {
        if (mode == Mode.AUTO && nanos.getAsLong() - look.nanos() > LOOK_EVERY_NANOS) {
            look = look();
        }
        return look.state();
    }

    private Look look() {
        boolean right =
                switch (mode) {
                    case SYNCHRONISED -> true;
                    case UNSYNCHRONISED -> false;
                    case AUTO -> Files.exists(evidence);
                };
        return new Look(nanos.getAsLong(), right ? ClockState.SYNCHRONISED : ClockState.UNSYNCHRONISED);
    }
}
