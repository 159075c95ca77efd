package io.voltwright.protocol.ocpp;

import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Habits;
import java.util.Optional;

/**
 * Tells charging how the keys of a back end want sessions to be led, and again when charging is there anew; lives on the lane.
 *
 * <p>All may want samples; how sessions begin and end is the business of the one that controls the station.
 */
final class SessionHabits {

    private final String owner;
    private final Roles roles;
    private final KeyBook keys;
    private final Points points;
    private Optional<Charging> told = Optional.empty();

    SessionHabits(String backend, Roles roles, KeyBook keys, Points points) {
        this.owner = "ocpp." + backend;
        this.roles = roles;
        this.keys = keys;
        this.points = points;
    }

    /** Something came from charging, perhaps from another one than before. */
    void changed() {
        if (!told.equals(points.charging())) {
            tell();
        }
    }

    /** The keys changed. */
    void tell() {
        Optional<Charging> charging = points.charging();
        charging.ifPresent(there -> there.lead(owner, habits()));
        told = charging;
    }

    private Habits habits() {
        Habits.Rules rules = new Habits.Rules(
                keys.seconds(Keys16.CONNECTION_TIMEOUT),
                keys.flag(Keys16.STOP_ON_UNPLUG),
                keys.flag(Keys16.UNLOCK_ON_UNPLUG));
        return new Habits(
                keys.seconds(Keys16.SAMPLE_INTERVAL),
                keys.seconds(Keys16.CLOCK_INTERVAL),
                Optional.of(rules).filter(known -> roles.controls()));
    }

    /** The back end is not there any more. */
    void stop() {
        told.ifPresent(charging -> charging.unlead(owner));
        told = Optional.empty();
    }
}
