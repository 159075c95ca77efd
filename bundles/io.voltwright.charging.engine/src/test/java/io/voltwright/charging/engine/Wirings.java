package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.site.api.Evse;

/** Charging points of the site file, changed a little. */
final class Wirings {

    private Wirings() {}

    static Evse most(Evse wiring, Current most) {
        return new Evse(
                wiring.id(),
                wiring.profile(),
                wiring.bus(),
                wiring.unit(),
                wiring.instance(),
                wiring.rotation(),
                most,
                wiring.failSafe(),
                wiring.failSafeAfter(),
                wiring.reader(),
                wiring.meter(),
                wiring.tariff(),
                wiring.rules());
    }
}
