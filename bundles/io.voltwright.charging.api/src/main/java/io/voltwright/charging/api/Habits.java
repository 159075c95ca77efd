package io.voltwright.charging.api;

import io.voltwright.base.api.EvseId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a back end wants sessions to be led.
 *
 * @param sample the register of a running session is sampled whenever this has passed since its start; zero: not for this owner
 * @param onClock it is sampled whenever this has passed since midnight UTC; zero: not for this owner
 * @param rules how sessions begin and end; empty for an owner that has no say in it
 * @param evses where; empty: at all EVSEs
 */
public record Habits(Duration sample, Duration onClock, Optional<Rules> rules, Set<EvseId> evses) {

    /**
     * What takes the place of the station's own settings.
     *
     * @param plugWait after it an authorisation without a car expires; positive (R25)
     * @param stopOnUnplug whether a session ends when its car is unplugged; where not, it waits until a car is plugged again
     * @param unlockOnUnplug whether the lock of the socket is opened when a session ended for that
     */
    public record Rules(Duration plugWait, boolean stopOnUnplug, boolean unlockOnUnplug) {}

    public Habits {
        evses = Set.copyOf(evses);
        if (sample.isNegative() || onClock.isNegative()) {
            throw new IllegalArgumentException("an interval is negative");
        }
    }

    /** Of all sessions. */
    public Habits(Duration sample, Duration onClock, Optional<Rules> rules) {
        this(sample, onClock, rules, Set.of());
    }

    /** Whether they concern an EVSE. */
    public boolean concern(EvseId evse) {
        return evses.isEmpty() || evses.contains(evse);
    }
}
