package io.voltwright.site.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A charging point: one connector of a pile, as wired here.
 *
 * @param id unique in the site
 * @param profile the device profile that says how to speak to it
 * @param bus the wire it is on
 * @param unit its address there, 0 to 255
 * @param instance which connector of a device with several, from 1
 * @param rotation the grid phase of each of its terminals 1, 2, 3; one entry for a single-phase pile, the lines it is between
 *     where it is wired so
 * @param most the most it may be offered; its cable and fuse
 * @param failSafe what it falls to when left alone: 0 or at least 6 A
 * @param failSafeAfter silence after which it falls there
 * @param reader the card reader for it where that is a device of its own
 * @param meter the meter whose register counts for money instead of the pile's own
 * @param tariff id of its tariff
 * @param rules how power is given to it
 */
public record Evse(
        EvseId id,
        String profile,
        DeviceId bus,
        int unit,
        int instance,
        List<Phase> rotation,
        Current most,
        Current failSafe,
        Duration failSafeAfter,
        Optional<DeviceId> reader,
        Optional<DeviceId> meter,
        String tariff,
        EvseRules rules) {

    public Evse {
        rotation = List.copyOf(rotation);
    }

    /** To neutral, and given power like any other. */
    public Evse(
            EvseId id,
            String profile,
            DeviceId bus,
            int unit,
            int instance,
            List<Phase> rotation,
            Current most,
            Current failSafe,
            Duration failSafeAfter,
            Optional<DeviceId> reader,
            Optional<DeviceId> meter,
            String tariff) {
        this(
                id,
                profile,
                bus,
                unit,
                instance,
                rotation,
                most,
                failSafe,
                failSafeAfter,
                reader,
                meter,
                tariff,
                EvseRules.USUAL);
    }
}
