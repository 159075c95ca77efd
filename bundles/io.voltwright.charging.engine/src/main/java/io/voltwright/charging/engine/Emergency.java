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

    private static final String STOP_AT = "emergency stop at ";

    private final List<Set<EvseId>> settings;
    private final Set<EvseId> pressed = new HashSet<>();
    private final Map<DeviceId, Held> inputs = new HashMap<>();
    private final Map<Zone, String> tripped = new HashMap<>();
    private Map<EvseId, Zone> wanted = Map.of();
    private Map<EvseId, Zone> zones = Map.of();

    /**
     * An input that does not say that it is released.
     *
     * @param pressed it was, when it was heard last
     * @param missed it has not been heard for so long that it is a fault
     */
    private record Held(Set<Zone> zones, boolean pressed, boolean missed) {}

    /**
     * @param settings zones of the configuration, which count in place of the site file's
     */
    Emergency(List<Set<EvseId>> settings) {
        this.settings = List.copyOf(settings);
    }

    /** The zones of the site file; while a stop holds, an EVSE that is there stays in the zone that it was in. */
    synchronized void site(Site site) {
        wanted = site.evses().stream()
                .collect(Collectors.toMap(
                        Evse::id, evse -> Zone.named(evse.rules().emergencyZone())));
        settle();
    }

    /** An EVSE on its way out of the site stays in its zone until it is gone. */
    private void settle() {
        Map<EvseId, Zone> next = new HashMap<>(zones);
        wanted.forEach(tripped.isEmpty() ? next::put : next::putIfAbsent);
        zones = Map.copyOf(next);
    }

    /** It is no longer part of the site. */
    synchronized void forget(EvseId evse) {
        pressed.remove(evse);
        Map<EvseId, Zone> next = new HashMap<>(zones);
        next.remove(evse);
        zones = Map.copyOf(next);
    }

    private Zone zone(EvseId evse) {
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).contains(evse)) {
                return new Zone.OfSettings(i + 1);
            }
        }
        return zones.getOrDefault(evse, new Zone.Rest());
    }

    /** The zones that a name may mean: that of the EVSE and that of the site file. */
    private Set<Zone> named(String place) {
        return zones.keySet().stream()
                .filter(evse -> evse.value().equals(place) || zone(evse).equals(Zone.named(place)))
                .map(this::zone)
                .collect(Collectors.toSet());
    }

    /** What an input stops: all of the site where nobody knows its zone, for what it is pressed for must not go on. */
    private Set<Zone> zones(String place) {
        Set<Zone> named = named(place);
        return named.isEmpty() ? zones.keySet().stream().map(this::zone).collect(Collectors.toSet()) : named;
    }

    /** Whether an input for that place stops a zone of its own, and not all of the site. */
    synchronized boolean knows(String place) {
        return !named(place).isEmpty();
    }

    /** The zone of an EVSE and who says so, and which of its inputs are not heard; empty where nobody said anything. */
    synchronized String text(EvseId evse) {
        return Stream.concat(Stream.of(zone(evse).text()), missed(evse).map(input -> input + " cannot be heard"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
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
        return tripped.putIfAbsent(zone(evse), STOP_AT + evse) == null;
    }

    /**
     * What an input for an emergency stop shows.
     *
     * @param place its zone, or an EVSE in it
     * @return whether a zone is stopped by it that was not before
     */
    synchronized boolean seen(DeviceId input, String place, boolean shown) {
        if (!shown) {
            inputs.remove(input);
            return false;
        }
        Set<Zone> stopped = zones(place);
        inputs.put(input, new Held(stopped, true, false));
        String cause = STOP_AT + input + (knows(place) ? "" : " (" + unknown(place) + ")");
        return stopped.stream()
                        .filter(zone -> tripped.putIfAbsent(zone, cause) == null)
                        .count()
                > 0;
    }

    /** Why an input stops all of the site, and what to do about it. */
    static String unknown(String place) {
        return "its zone '" + place + "' is not known, so all of the site is stopped;"
                + " name a zone or an EVSE of site.yaml in emergency.inputs";
    }

    /**
     * An input is not heard: that is neither a stop nor a release.
     *
     * @param missed whether it has lasted so long that it is a fault
     */
    synchronized void unheard(DeviceId input, String place, boolean missed) {
        inputs.compute(
                input,
                (id, before) -> before != null && before.pressed()
                        ? new Held(before.zones(), true, missed)
                        : new Held(zones(place), false, missed));
    }

    private Stream<DeviceId> missed(EvseId evse) {
        Zone zone = zone(evse);
        return inputs.entrySet().stream()
                .filter(input ->
                        input.getValue().missed() && input.getValue().zones().contains(zone))
                .map(Map.Entry::getKey)
                .sorted();
    }

    /** Told of an EVSE while an input of its zone cannot be heard; charging goes on, the hard-wired stop is still there. */
    synchronized Optional<PileFault> unprotected(EvseId evse) {
        return missed(evse)
                .findFirst()
                .map(input -> new PileFault(
                        Mrec.EMERGENCY_INPUT,
                        STOP_AT + input
                                + " cannot be heard; its zone is not protected by it, only by the hard-wired stop",
                        false));
    }

    /**
     * It was stopped before the restart.
     *
     * @param cause as it was told then; may be empty
     */
    synchronized void restore(EvseId evse, String cause) {
        tripped.putIfAbsent(zone(evse), cause.isEmpty() ? STOP_AT + evse : cause);
    }

    /** The stop that holds an EVSE. */
    synchronized Optional<PileFault> stops(EvseId evse) {
        return Optional.ofNullable(tripped.get(zone(evse)))
                .map(cause -> new PileFault(Mrec.EMERGENCY_STOP, cause, true));
    }

    /** Lets the zone go on; says why not where a stop is still pressed, or may be. */
    synchronized Optional<String> reset(EvseId evse) {
        Zone zone = zone(evse);
        Optional<String> obstacle = Stream.concat(
                        pressed.stream()
                                .filter(source -> zone(source).equals(zone))
                                .map(source -> "the " + STOP_AT + source + " is still pressed; release it first"),
                        inputs.entrySet().stream()
                                .filter(input -> input.getValue().zones().contains(zone))
                                .map(input -> obstacle(input.getKey(), input.getValue())))
                .findFirst();
        if (obstacle.isEmpty()) {
            tripped.remove(zone);
            settle();
        }
        return obstacle;
    }

    private static String obstacle(DeviceId input, Held held) {
        return held.pressed()
                ? "the " + STOP_AT + input + " is still pressed; release it first"
                : "the " + STOP_AT + input + " cannot be heard, so nobody knows that it is released;"
                        + " mend it, or take it out of emergency.inputs";
    }
}
