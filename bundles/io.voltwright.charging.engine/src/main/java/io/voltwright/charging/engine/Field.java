package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.site.api.Evse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The drivers that are there now. */
final class Field {

    private final Map<EvseId, Pile> piles = new ConcurrentHashMap<>();
    private final Map<DeviceId, Meter> meters = new ConcurrentHashMap<>();

    void add(Pile pile) {
        piles.put(pile.id(), pile);
    }

    /** Whether it was still the one in place; its successor may be there already. */
    boolean remove(Pile pile) {
        return piles.remove(pile.id(), pile);
    }

    void add(Meter meter) {
        meters.put(meter.id(), meter);
    }

    void remove(Meter meter) {
        meters.remove(meter.id(), meter);
    }

    Optional<Pile> pile(EvseId id) {
        return Optional.ofNullable(piles.get(id));
    }

    Optional<Meter> meter(DeviceId id) {
        return Optional.ofNullable(meters.get(id));
    }

    /** The register that counts for money: of the meter that the site file names, or else the pile's own. */
    Optional<Counted> counted(Evse wiring, PileStatus status) {
        Map<Point, Reading> readings = wiring.meter().isPresent()
                ? wiring.meter().flatMap(this::meter).map(Meter::readings).orElse(Map.of())
                : status.readings();
        Reading reading = readings.get(Point.ENERGY_IMPORT);
        return reading != null && reading.quality() == Quality.GOOD && Double.isFinite(reading.value())
                ? Optional.of(new Counted(Energy.wattHours(reading.value()), reading.requested()))
                : Optional.empty();
    }
}
