package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.PhaseCurrents;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes back what a car is offered and does not use, and tries again from time to time (field reference 4.2, step 5). */
final class Usage {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Duration AGAIN = Duration.ofMinutes(5);

    private static final Current SPARE = Current.amperes(2);
    private static final Current NEAR = Current.milliamperes(500);
    private static final int AMPERE = 1000;

    private @Nullable Duration unusedSince;
    private @Nullable Duration cappedSince;
    private Current cap = Current.ZERO;

    /** The most that makes sense to offer; empty while it uses what it has. */
    Optional<Current> most(Stand stand, Duration now) {
        Optional<Current> draws = stand.draws().map(PhaseCurrents::most);
        if (draws.isEmpty() || !stand.held().isPositive()) {
            unusedSince = null;
            cappedSince = null;
            return Optional.empty();
        }
        return most(draws.orElseThrow(), stand, now);
    }

    private Optional<Current> most(Current draws, Stand stand, Duration now) {
        if (cappedSince != null) {
            boolean touches = !cap.minus(NEAR).exceeds(draws);
            if (!touches && now.minus(cappedSince).compareTo(AGAIN) < 0) {
                return Optional.of(cap);
            }
            cappedSince = null;
            unusedSince = null;
        }
        if (!stand.held().minus(draws).exceeds(SPARE)) {
            unusedSince = null;
            return Optional.empty();
        }
        unusedSince = unusedSince == null ? now : unusedSince;
        if (now.minus(unusedSince).compareTo(PATIENCE) < 0) {
            return Optional.empty();
        }
        cap = settable(draws.plus(SPARE), stand).max(stand.least());
        if (!stand.held().exceeds(cap)) {
            return Optional.empty();
        }
        cappedSince = now;
        return Optional.of(cap);
    }

    /** The smallest that its pile can be set to and that is not less: of modules it keeps those that it uses a part of. */
    private static Current settable(Current wish, Stand stand) {
        List<Current> modules = stand.wiring().rules().steps();
        if (modules.isEmpty()) {
            int step = Math.max(stand.step().milliamperes(), AMPERE);
            return Current.milliamperes((wish.milliamperes() + step - 1) / step * step);
        }
        return modules.stream()
                .filter(module -> !wish.exceeds(module))
                .min(Comparator.naturalOrder())
                .orElse(stand.held());
    }
}
