package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.Offer;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the current of the last offer may be drawn, and how long the pile's watchdog may be fed for it (architecture 5b).
 */
final class Lease {

    private Optional<Offer> offer = Optional.empty();
    private Duration end;
    private Duration silence;
    private final Duration grace;
    private boolean lapsed;

    /**
     * @param grace time after a lease has ended until the watchdog is not fed any more, and length of the first lease
     */
    Lease(Duration now, Duration grace) {
        this.grace = grace;
        this.end = now.plus(grace);
        this.silence = end.plus(grace);
    }

    void renew(Offer next, Duration now) {
        offer = Optional.of(next);
        end = now.plus(next.lease());
        silence = end.plus(grace);
        lapsed = false;
    }

    Optional<Offer> offer() {
        return offer;
    }

    /** True once, when the lease has ended. */
    boolean lapses(Duration now) {
        if (lapsed || now.compareTo(end) < 0) {
            return false;
        }
        lapsed = true;
        return true;
    }

    boolean lapsed() {
        return lapsed;
    }

    /** What may be drawn after it has ended: never more than before, never more than the pile falls to by itself. */
    Current fallback(Current failSafe) {
        return offer.map(o -> o.current().min(failSafe)).orElse(failSafe);
    }

    /** Whether nobody has renewed it for so long that the pile must notice. */
    boolean silent(Duration now) {
        return now.compareTo(silence) >= 0;
    }
}
