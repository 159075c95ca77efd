package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.Meter;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<DeviceId> unheard = new HashSet<>();

    /**
     * @param places each input with its zone, or an EVSE in it
     */
    EmergencyInputs(Map<DeviceId, String> places, Emergency emergency, Function<DeviceId, Optional<Meter>> devices) {
        this.places = places;
        this.emergency = emergency;
        this.devices = devices;
    }

    /**
     * Each second. An input that is not heard changes nothing: neither does it stop nor let go on.
     *
     * @return whether a zone is stopped now that was not before
     */
    boolean look() {
        boolean stops = false;
        for (Map.Entry<DeviceId, String> input : places.entrySet()) {
            DeviceId id = input.getKey();
            Reading reading = devices.apply(id)
                    .map(Meter::readings)
                    .map(all -> all.get(Point.INPUT_EMERGENCY))
                    .orElse(null);
            if (reading == null || reading.quality() != Quality.GOOD) {
                if (unheard.add(id)) {
                    log.warn("the emergency stop at {} is not heard; only the hard-wired stop counts until it is", id);
                }
                continue;
            }
            unheard.remove(id);
            boolean pressed = reading.value() >= PRESSED;
            if (emergency.seen(id, input.getValue(), pressed)) {
                log.error("the emergency stop at {} is pressed", id);
                stops = true;
            }
        }
        return stops;
    }
}
