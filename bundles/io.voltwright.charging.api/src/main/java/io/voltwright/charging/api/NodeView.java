package io.voltwright.charging.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import java.util.List;
import java.util.Optional;

/**
 * A node of the site's tree at one moment.
 *
 * @param id as in the site file
 * @param limit per phase, as in force now
 * @param offered sum of the offers below it per phase of the grid
 * @param measured what flows through it by its meter or by the sum of its EVSEs; empty while that is not known
 * @param evses directly on it
 * @param children below it
 * @param why who set the limit in force; {@code fuse} where it is the wiring's
 */
public record NodeView(
        String id,
        Current limit,
        PhaseCurrents offered,
        Optional<PhaseCurrents> measured,
        List<EvseId> evses,
        List<NodeView> children,
        String why) {

    public NodeView {
        evses = List.copyOf(evses);
        children = List.copyOf(children);
    }

    /** Limited by its wiring. */
    public NodeView(
            String id,
            Current limit,
            PhaseCurrents offered,
            Optional<PhaseCurrents> measured,
            List<EvseId> evses,
            List<NodeView> children) {
        this(id, limit, offered, measured, evses, children, "fuse");
    }
}
