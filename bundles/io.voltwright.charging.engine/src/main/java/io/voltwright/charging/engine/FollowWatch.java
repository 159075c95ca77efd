package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks seven seconds after a change that the load follows the offer (R8). */
final class FollowWatch {

    static final Duration FOLLOW = Duration.ofSeconds(7);

    private @Nullable Duration over;
    private boolean told;

    /** What is to be done about a load that does not follow. */
    enum Verdict {
        FOLLOWS,
        WRITE_AGAIN,
        STOP
    }

    /**
     * @param changed when the offer changed last
     */
    Verdict check(Current offer, Optional<Current> draws, Duration changed, Duration now) {
        int allowed = offer.milliamperes() * 11 / 10 + 500;
        if (draws.filter(draw -> draw.milliamperes() > allowed).isEmpty()) {
            over = null;
            told = false;
            return Verdict.FOLLOWS;
        }
        Duration since = over == null ? now : over;
        if (since.compareTo(changed) < 0) {
            since = changed;
            told = false;
        }
        over = since;
        Duration time = now.minus(since);
        if (time.compareTo(FOLLOW.multipliedBy(2)) >= 0) {
            return Verdict.STOP;
        }
        if (time.compareTo(FOLLOW) >= 0 && !told) {
            told = true;
            return Verdict.WRITE_AGAIN;
        }
        return Verdict.FOLLOWS;
    }
}
