package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import java.util.List;
import java.util.Optional;

/** What the wires of the site allow, whatever a back end says. */
final class Wires {

    private final Site site;

    Wires(Site site) {
        this.site = site;
    }

    /** Nominal, phase to neutral. */
    Voltage voltage() {
        return site.voltage();
    }

    List<EvseId> evses() {
        return site.evses().stream().map(Evse::id).toList();
    }

    /** The phases of the grid that a place is on; of the station, all that are in use. */
    List<Phase> phases(Optional<EvseId> place) {
        return site.evses().stream()
                .filter(evse -> place.map(evse.id()::equals).orElse(true))
                .flatMap(evse -> evse.rotation().stream())
                .distinct()
                .toList();
    }

    /** The most on an EVSE or, where it is empty, through the grid connection. */
    Rate most(Optional<EvseId> place) {
        Current fuse = fuse(place);
        Current most = place.flatMap(site::evse).map(Evse::most).orElse(fuse).min(fuse);
        return Rate.of(most, Math.max(1, phases(place).size()));
    }

    /** The tightest on the way from the grid to an EVSE or, where it is empty, that of the grid connection. */
    Current fuse(Optional<EvseId> place) {
        return place.map(evse -> site.grid()
                        .all()
                        .filter(node -> node.allEvses().anyMatch(evse::equals))
                        .map(node -> node.limit())
                        .reduce(Current::min)
                        .orElse(site.grid().limit()))
                .orElse(site.grid().limit());
    }
}
