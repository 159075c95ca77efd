package io.voltwright.charging.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On how many phases a car charges by the sun: on one while there is not enough for its least on three, on three again when there
 * is 200 W more than that, each for as long as a car has to wait for the sun or holds out without it (R28).
 */
final class SunPhases {

    static final double HYSTERESIS_WATTS = 200;

    private @Nullable Duration since;

    /**
     * @param watts the sun has for it
     * @param on whether it charges by the sun now
     * @return the number it should change to, while it should
     */
    Optional<Integer> look(Surplus.Taker taker, double watts, boolean on, Duration now) {
        int set = taker.phases().orElse(0);
        double perPhase = taker.least().amperes() * taker.perAmpere().watts() / Math.max(1, set);
        boolean onThree = set == 3;
        boolean other = onThree
                ? watts < 3 * perPhase && (taker.always() || watts >= perPhase)
                : set == 1 && watts >= 3 * perPhase + HYSTERESIS_WATTS;
        if (!other) {
            since = null;
            return Optional.empty();
        }
        since = since == null ? now : since;
        Duration patience = onThree && on ? Surplus.END : Surplus.BEGIN;
        return now.minus(since).compareTo(patience) >= 0 ? Optional.of(onThree ? 1 : 3) : Optional.empty();
    }
}
