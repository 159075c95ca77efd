package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.site.api.Site;
import java.util.Optional;
import java.util.function.Supplier;

/** The numbers of the EVSEs towards back ends: 1 for the first in the site file; in 1.6 the connector's. */
final class Connectors {

    private final Supplier<Optional<Site>> site;

    Connectors(Supplier<Optional<Site>> site) {
        this.site = site;
    }

    /**
     * The number of an EVSE.
     *
     * @throws IllegalStateException if the site is not known now
     * @throws Violation if the site has no such EVSE any more
     */
    int number(EvseId evse) {
        Site now = site.get().orElseThrow(() -> new IllegalStateException("the site is not known yet"));
        for (int i = 0; i < now.evses().size(); i++) {
            if (now.evses().get(i).id().equals(evse)) {
                return i + 1;
            }
        }
        throw new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "EVSE " + evse + " is not in the site any more");
    }
}
