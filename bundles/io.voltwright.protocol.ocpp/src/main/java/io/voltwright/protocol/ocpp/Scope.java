package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How much of the site one charge point is.
 *
 * @param mine whether an EVSE belongs to it
 * @param everywhere all charging points, for what concerns the controller, as its firmware
 * @param reset starts the charge point anew
 */
record Scope(Predicate<EvseId> mine, Supplier<Optional<Charging>> everywhere, Restart reset) {

    /** The whole site: to reset it is to restart the controller. */
    static Scope whole(Supplier<Optional<Charging>> charging, Restart restart) {
        return new Scope(evse -> true, charging, restart);
    }
}
