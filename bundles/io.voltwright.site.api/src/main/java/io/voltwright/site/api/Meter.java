package io.voltwright.site.api;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Phase;
import java.util.List;
import java.util.Set;

/**
 * An energy meter, as wired here.
 *
 * @param id unique among the site's devices
 * @param profile the device profile that says how to speak to it
 * @param bus the wire it is on
 * @param unit its address there, 0 to 255
 * @param rotation the grid phase of each of its terminals 1, 2, 3; one entry where it measures one phase
 * @param inverted the grid phases where it counts what flows in as flowing out, for a current transformer is turned; all of
 *     {@code rotation} where the meter as a whole is
 */
public record Meter(DeviceId id, String profile, DeviceId bus, int unit, List<Phase> rotation, Set<Phase> inverted) {

    public Meter {
        rotation = List.copyOf(rotation);
        inverted = Set.copyOf(inverted);
    }

    /** Wired as its maker drew it. */
    public Meter(DeviceId id, String profile, DeviceId bus, int unit) {
        this(id, profile, bus, unit, List.of(Phase.values()), Set.of());
    }

    /** Whether each of its phases is turned: then its registers of import and export are each other's. */
    public boolean turned() {
        return inverted.containsAll(rotation);
    }
}
