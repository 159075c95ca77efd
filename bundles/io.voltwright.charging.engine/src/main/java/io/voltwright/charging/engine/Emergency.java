package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.field.api.PileFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Emergency stops: one that is pressed stops all EVSEs of its zone until it is released and reset on site (R33). */
final class Emergency {

    /** Everything that is in no zone of its own. */
    private static final Set<EvseId> REST = Set.of();

    private final List<Set<EvseId>> zones;
    private final Set<EvseId> pressed = new HashSet<>();
    private final Map<Set<EvseId>, EvseId> tripped = new HashMap<>();

    Emergency(List<Set<EvseId>> zones) {
        this.zones = List.copyOf(zones);
    }

    private Set<EvseId> zone(EvseId evse) {
        return zones.stream().filter(zone -> zone.contains(evse)).findFirst().orElse(REST);
    }

    /**
     * What a pile shows.
     *
     * @return whether its zone is stopped by it and was not before
     */
    synchronized boolean seen(EvseId evse, boolean shown) {
        if (!shown) {
            pressed.remove(evse);
            return false;
        }
        pressed.add(evse);
        return tripped.putIfAbsent(zone(evse), evse) == null;
    }

    /** It was stopped before the restart. */
    synchronized void restore(EvseId evse) {
        tripped.putIfAbsent(zone(evse), evse);
    }

    /** The stop that holds an EVSE. */
    synchronized Optional<PileFault> stops(EvseId evse) {
        return Optional.ofNullable(tripped.get(zone(evse)))
                .map(source -> new PileFault(Mrec.EMERGENCY_STOP, "emergency stop at " + source, true));
    }

    /** Lets the zone go on; says why not where a stop is still pressed. */
    synchronized Optional<String> reset(EvseId evse) {
        Set<EvseId> zone = zone(evse);
        Optional<EvseId> still =
                pressed.stream().filter(source -> zone(source).equals(zone)).findFirst();
        if (still.isEmpty()) {
            tripped.remove(zone);
        }
        return still.map(source -> "the emergency stop at " + source + " is still pressed; release it first");
    }
}
