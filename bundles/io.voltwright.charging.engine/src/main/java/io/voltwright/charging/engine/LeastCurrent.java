package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns the smallest offer that a car takes: some do not start at 6 A (R6). */
final class LeastCurrent {

    /** A car that has not begun after this long at an offer may need more. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Current FLOWS = Current.amperes(1);
    private static final List<Current> STEPS =
            List.of(Current.MINIMUM, Current.amperes(8), Current.amperes(10), Current.amperes(13), Current.amperes(16));

    private int step;
    private boolean settled;
    private @Nullable Duration idleSince;

    /** Another car. */
    void forget() {
        step = 0;
        settled = false;
        idleSince = null;
    }

    /** It has taken something before the restart: its pauses are its own. */
    void settle() {
        settled = true;
    }

    /** What is of use to the car, for all that it has shown. */
    Current least() {
        return STEPS.get(step);
    }

    /**
     * @param draws the largest current
     */
    void look(Current held, Current draws, Duration now) {
        if (settled || held.isZero() || draws.exceeds(FLOWS)) {
            // Once it has taken something, a pause is its own wish.
            settled = settled || draws.exceeds(FLOWS);
            idleSince = null;
            return;
        }
        idleSince = idleSince == null ? now : idleSince;
        if (now.minus(idleSince).compareTo(PATIENCE) < 0) {
            return;
        }
        idleSince = now;
        while (step < STEPS.size() - 1 && !STEPS.get(step).exceeds(held)) {
            step++;
        }
        if (!STEPS.get(step).exceeds(held)) {
            // It takes nothing at 16 A either: it is not the offer that it lacks.
            step = 0;
            settled = true;
        }
    }
}
