package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.field.api.PileFault;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Emergency stops: one that is pressed stops all EVSEs of its zone until it is released and reset on site (R33). */
final class Emergency {

    /** Everything that is in no zone of its own. */
    private static final String REST = "";

    private final List<Set<EvseId>> settings;
    private final Set<EvseId> pressed = new HashSet<>();
    private final Map<DeviceId, String> inputs = new HashMap<>();
    private final Map<String, String> tripped = new HashMap<>();
    private Map<EvseId, String> wanted = Map.of();
    private Map<EvseId, String> zones = Map.of();

    /**
     * @param settings zones of the configuration, which count in place of the site file's
     */
    Emergency(List<Set<EvseId>> settings) {
        this.settings = List.copyOf(settings);
    }

    /** The zones of the site file; while a stop holds, an EVSE that is there stays in the zone that it was in. */
    synchronized void site(Site site) {
        wanted = site.evses().stream()
                .collect(Collectors.toMap(Evse::id, evse -> evse.rules().emergencyZone()));
        settle();
    }

    private void settle() {
        Map<EvseId, String> next = new HashMap<>(wanted);
        if (!tripped.isEmpty()) {
            next.putAll(zones);
        }
        zones = Map.copyOf(next);
    }

    private String zone(EvseId evse) {
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).contains(evse)) {
                return "settings " + (i + 1);
            }
        }
        return zones.getOrDefault(evse, REST);
    }

    /** The zone of an EVSE and who says so; empty where nobody said anything. */
    synchronized String text(EvseId evse) {
        String zone = zone(evse);
        if (zone.equals(REST)) {
            return "";
        }
        return zone.startsWith("settings ")
                ? "emergency zone " + zone.substring("settings ".length()) + " (emergency.zones)"
                : "emergency zone " + zone + " (site file)";
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
        return tripped.putIfAbsent(zone(evse), evse.value()) == null;
    }

    /**
     * What an input for an emergency stop shows.
     *
     * @param place its zone, or an EVSE in it
     * @return whether that zone is stopped by it and was not before
     */
    synchronized boolean seen(DeviceId input, String place, boolean shown) {
        if (!shown) {
            inputs.remove(input);
            return false;
        }
        EvseId evse = place.isEmpty() ? null : new EvseId(place);
        String zone = evse != null && wanted.containsKey(evse) ? zone(evse) : place;
        inputs.put(input, zone);
        return tripped.putIfAbsent(zone, input.value()) == null;
    }

    /** It was stopped before the restart. */
    synchronized void restore(EvseId evse) {
        tripped.putIfAbsent(zone(evse), evse.value());
    }

    /** The stop that holds an EVSE. */
    synchronized Optional<PileFault> stops(EvseId evse) {
        return Optional.ofNullable(tripped.get(zone(evse)))
                .map(source -> new PileFault(Mrec.EMERGENCY_STOP, "emergency stop at " + source, true));
    }

    /** Lets the zone go on; says why not where a stop is still pressed. */
    synchronized Optional<String> reset(EvseId evse) {
        String zone = zone(evse);
        Optional<String> still = Stream.concat(
                        pressed.stream()
                                .filter(source -> zone(source).equals(zone))
                                .map(EvseId::value),
                        inputs.entrySet().stream()
                                .filter(input -> input.getValue().equals(zone))
                                .map(input -> input.getKey().value()))
                .findFirst();
        if (still.isEmpty()) {
            tripped.remove(zone);
            settle();
        }
        return still.map(source -> "the emergency stop at " + source + " is still pressed; release it first");
    }
}
