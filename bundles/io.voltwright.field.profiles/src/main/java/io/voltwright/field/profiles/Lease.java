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
    private Duration end = Duration.ZERO;
    private Duration silence = Duration.ZERO;
    private final Duration grace;
    private boolean begun;
    private boolean lapsed;

    /**
     * @param grace time after a lease has ended until the watchdog is not fed any more, and length of the first lease
     */
    Lease(Duration grace) {
        this.grace = grace;
    }

    /** The first lease begins when the pile is heard: before that nobody could offer it anything (R38). */
    void heard(Duration now) {
        if (!begun) {
            begin(now.plus(grace));
        }
    }

    private void begin(Duration until) {
        begun = true;
        end = until;
        silence = end.plus(grace);
        lapsed = false;
    }

    void renew(Offer next, Duration now) {
        offer = Optional.of(next);
        begin(now.plus(next.lease()));
    }

    Optional<Offer> offer() {
        return offer;
    }

    /** True once, when the lease has ended. */
    boolean lapses(Duration now) {
        if (!begun || lapsed || now.compareTo(end) < 0) {
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
        return begun && now.compareTo(silence) >= 0;
    }
}
