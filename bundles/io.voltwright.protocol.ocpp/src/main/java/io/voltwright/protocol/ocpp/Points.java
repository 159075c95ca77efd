package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The charging points by the numbers that back ends know; while charging is away there are none. */
final class Points {

    private final Supplier<Optional<Charging>> charging;

    Points(Supplier<Optional<Charging>> charging) {
        this.charging = charging;
    }

    Optional<Charging> charging() {
        return charging.get();
    }

    List<Evse> all() {
        return charging.get().map(Charging::evses).orElse(List.of());
    }

    Optional<Evse> find(int connector) {
        return all().stream().filter(evse -> evse.number() == connector).findFirst();
    }

    /** What flows from the grid into the station, connector 0; empty while that is not known. */
    Optional<PhaseCurrents> main() {
        return charging.get().map(Charging::grid).flatMap(NodeView::measured);
    }

    /** Whether a transaction runs there. */
    static boolean inTransaction(Evse evse) {
        return evse.session().flatMap(session -> session.started()).isPresent();
    }
}
