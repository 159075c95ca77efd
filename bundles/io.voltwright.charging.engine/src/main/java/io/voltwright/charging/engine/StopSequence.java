package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Moment;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The order in which a charge is ended: offer 0, wait until nothing flows, then the stop register (R26). */
final class StopSequence {

    static final Duration QUIET = Duration.ofSeconds(10);
    static final Duration REGISTER = Duration.ofSeconds(12);

    private static final Current NOTHING = Current.milliamperes(250);
    private static final Current LITTLE = Current.amperes(1);

    private final Moment since;
    private boolean cut;
    private @Nullable Moment quiet;

    StopSequence(Moment since) {
        this.since = since;
    }

    /** The pile confirmed the offer of 0. */
    void cut() {
        cut = true;
    }

    /** Whether the stop register may be taken from what was read so far. Only called while the pile is heard. */
    boolean complete(Look look, Moment now) {
        if (quiet == null) {
            if (!isQuiet(look) && MomentText.between(since, now).compareTo(QUIET) < 0) {
                return false;
            }
            // Of one round of reads the register may be asked before the current; only one asked later is the last.
            quiet = now;
        }
        Moment from = quiet;
        boolean fresh = look.counted()
                .filter(counted -> counted.requested().boot().equals(from.boot())
                        && counted.requested().sinceBoot().compareTo(from.sinceBoot()) >= 0)
                .isPresent();
        return fresh
                || (!look.abilities().meter() && look.counted().isEmpty())
                || MomentText.between(from, now).compareTo(REGISTER) >= 0;
    }

    /** Whether it had to go on although current still flowed. */
    boolean forced(Look look) {
        return look.draws().filter(draws -> draws.exceeds(LITTLE)).isPresent();
    }

    private boolean isQuiet(Look look) {
        PilotState pilot = look.status().pilot();
        if (pilot == PilotState.A) {
            return true;
        }
        boolean little = look.draws().filter(draws -> draws.exceeds(LITTLE)).isEmpty();
        boolean nothing = look.draws().filter(draws -> !draws.exceeds(NOTHING)).isPresent();
        return cut && (pilot.charging() ? nothing : little);
    }
}
