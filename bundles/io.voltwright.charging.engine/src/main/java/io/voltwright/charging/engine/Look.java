package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Quality;
import io.voltwright.field.api.PileAbilities;
import io.voltwright.field.api.PileStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * What the field says of one EVSE at one moment.
 *
 * @param status of its pile
 * @param abilities of its pile
 * @param counted the register that counts, while it is good
 */
record Look(PileStatus status, PileAbilities abilities, Optional<Counted> counted) {

    boolean heard() {
        return status.quality() == Quality.GOOD;
    }

    /** A DC pile that checks the cable and matches voltages: current may flow any moment (R41). */
    boolean preparing() {
        return heard() && abilities.dc() && status.reason().equals("preparing");
    }

    /** The largest current at its terminals, while all are good. */
    Optional<Current> draws() {
        return status.currents().map(currents -> currents.most());
    }

    /** Whether the pile has shown since a moment that it applies no more than an offer. */
    boolean applies(Current offer, Duration since) {
        return status.requested().sinceBoot().compareTo(since) > 0
                && status.applied().filter(limit -> !limit.exceeds(offer)).isPresent();
    }

    /** The pile was identified and its watchdog is set, or it has none (R34). */
    boolean mayRaise() {
        return heard() && (status.armed() || !abilities.failSafe());
    }
}
