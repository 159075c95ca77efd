package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Learns from refusals what a cable carries where the pile does not tell (R29); another car has another cable. */
final class CableGuess {

    /** A refusal may have other reasons; the same three times in a row has not. */
    static final int CERTAIN = 3;

    private @Nullable Current most;
    private int refusals;

    /** The pile refused a raise. */
    void refused(Current asked, Current before, Look look) {
        if (!look.mayRaise() || look.status().good(Point.LIMIT_CABLE).isPresent()) {
            return;
        }
        Optional<Current> applied = look.status()
                .applied()
                .filter(limit -> asked.exceeds(limit) && limit.exceeds(before) && !Current.MINIMUM.exceeds(limit));
        if (applied.isPresent()) {
            lower(applied.orElseThrow());
        } else if (before.isPositive() && ++refusals >= CERTAIN) {
            lower(before);
        }
    }

    private void lower(Current to) {
        most = most == null ? to : most.min(to);
        refusals = 0;
    }

    /** The pile took a raise. */
    void taken() {
        refusals = 0;
    }

    void forget() {
        most = null;
        refusals = 0;
    }

    Optional<Current> most() {
        return Optional.ofNullable(most);
    }
}
