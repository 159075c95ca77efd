package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emergency stops that are wired to an input of a meter or another device (R33); the electrical stop itself is hard-wired. */
final class EmergencyInputs {

    private static final double PRESSED = 0.5;
    private static final Logger log = LoggerFactory.getLogger(EmergencyInputs.class);

    private final Map<DeviceId, String> places;
    private final Emergency emergency;
    private final Function<DeviceId, Optional<Meter>> devices;
    private final Map<DeviceId, Duration> unheard = new HashMap<>();

    /**
     * @param places each input with its zone, or an EVSE in it
     */
    EmergencyInputs(Map<DeviceId, String> places, Emergency emergency, Function<DeviceId, Optional<Meter>> devices) {
        this.places = places;
        this.emergency = emergency;
        this.devices = devices;
    }

    /** The site file says something else: a zone that it does not know should be noticed before somebody presses. */
    void check() {
        places.forEach((id, place) -> {
            if (!emergency.knows(place)) {
                log.warn("emergency stop at {}: once it is pressed, {}", id, Emergency.unknown(place));
            }
        });
    }

    /**
     * Each second.
     *
     * @param now since boot
     * @return whether a zone is stopped now that was not before
     */
    boolean look(Duration now) {
        boolean stops = false;
        for (Map.Entry<DeviceId, String> input : places.entrySet()) {
            stops |= look(input.getKey(), input.getValue(), now);
        }
        return stops;
    }

    private boolean look(DeviceId id, String place, Duration now) {
        Reading reading = devices.apply(id)
                .map(Meter::readings)
                .map(all -> all.get(Point.INPUT_EMERGENCY))
                .orElse(null);
        if (reading == null || reading.quality() != Quality.GOOD) {
            Duration since = unheard.computeIfAbsent(id, first -> now);
            boolean missed = now.minus(since).compareTo(EvseMachine.SILENCE) >= 0;
            emergency.unheard(id, place, missed);
            return false;
        }
        unheard.remove(id);
        if (emergency.seen(id, place, reading.value() >= PRESSED)) {
            log.error("the emergency stop at {} is pressed", id);
            return true;
        }
        return false;
    }
}
