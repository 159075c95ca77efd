package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learns which phases a car really loads, so that those it leaves are free for others. */
final class PhaseUse {

    static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Current USED = Current.milliamperes(500);
    private static final Current CLEARLY = Current.amperes(2);

    private @Nullable Duration since;

    void forget() {
        since = null;
    }

    /** The phases of the grid it loads: all that are wired until a while of clear current has shown which. */
    List<Phase> phases(List<Phase> wired, boolean charging, Optional<PhaseCurrents> draws, Duration now) {
        PhaseCurrents seen = draws.orElse(PhaseCurrents.ZERO);
        if (!charging || draws.isEmpty() || !seen.most().exceeds(CLEARLY)) {
            since = null;
            return wired;
        }
        since = since == null ? now : since;
        if (now.minus(since).compareTo(SETTLE) < 0) {
            return wired;
        }
        return wired.stream().filter(phase -> seen.on(phase).exceeds(USED)).toList();
    }
}
