package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Reservations;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One EVSE of the site as a station of its own, whose only connector is number 1. */
final class Pile {

    static final int CONNECTOR = 1;

    private Pile() {}

    /**
     * What a charge point of one EVSE needs of the rest of the station: the same, with nothing of the other EVSEs in it.
     *
     * @param reset starts this charge point anew
     */
    static House house(House whole, EvseId evse, Restart reset) {
        return new House(
                whole.time(),
                whole.lane(),
                whole.blocking(),
                whole.random(),
                whole.journal(),
                whole.store(),
                new One(whole.charging(), evse),
                () -> whole.reservations().get().map(all -> reservations(all, evse)),
                whole.authority(),
                () -> whole.site().get().flatMap(site -> site(site, evse)),
                whole.keys(),
                whole.audit(),
                whole.restart(),
                whole.guard(),
                new Scope(evse::equals, whole.charging(), reset));
    }

    /** The same view as long as charging is the same. */
    private static final class One implements Supplier<Optional<Charging>> {

        private final Supplier<Optional<Charging>> all;
        private final EvseId evse;
        private Optional<PileCharging> last = Optional.empty();

        One(Supplier<Optional<Charging>> all, EvseId evse) {
            this.all = all;
            this.evse = evse;
        }

        @Override
        public synchronized Optional<Charging> get() {
            Optional<Charging> now = all.get();
            if (!last.map(PileCharging::all).equals(now)) {
                last = now.map(there -> new PileCharging(there, evse));
            }
            return last.map(Charging.class::cast);
        }
    }

    private static Reservations reservations(Reservations all, EvseId evse) {
        return new PileReservations(all, evse);
    }

    /** The site with one EVSE, behind the tightest of the fuses on its way; empty where there is no such EVSE. */
    static Optional<Site> site(Site site, EvseId evse) {
        return site.evse(evse).map(mine -> {
            Node grid = site.grid();
            Node fuse = new Node(
                    grid.id(),
                    new Wires(site).fuse(Optional.of(evse)).min(mine.most()),
                    grid.meter(),
                    List.of(evse),
                    List.of());
            return new Site(
                    site.name(),
                    site.zone(),
                    site.voltage(),
                    fuse,
                    site.buses(),
                    List.of(mine),
                    site.meters(),
                    site.readers());
        });
    }
}
