package io.voltwright.charging.engine;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How piles are supervised.
 *
 * @param blip a car that seems unplugged for less than this was not (B-A-B)
 * @param ventilated EVSEs at which a car may need ventilation; {@code *} for all (R31)
 * @param zones which EVSEs an emergency stop stops; those in none form one more (R33)
 * @param inputs devices with an input for an emergency stop, each with its zone or an EVSE in it (R33)
 * @param phasesPerSession most changes between one and three phases in a session (R28)
 */
record Supervision(
        Duration blip,
        Set<String> ventilated,
        List<Set<EvseId>> zones,
        int phasesPerSession,
        Map<DeviceId, String> inputs) {

    static final Supervision DEFAULT = new Supervision(Duration.ofSeconds(2), Set.of(), List.of(), 10);

    /** Without inputs of its own for emergency stops. */
    Supervision(Duration blip, Set<String> ventilated, List<Set<EvseId>> zones, int phasesPerSession) {
        this(blip, ventilated, zones, phasesPerSession, Map.of());
    }

    Supervision {
        ventilated = Set.copyOf(ventilated);
        inputs = Map.copyOf(inputs);
        zones = zones.stream().map(Set::copyOf).toList();
    }

    boolean ventilated(EvseId evse) {
        return ventilated.contains("*") || ventilated.contains(evse.value());
    }
}
