package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Quality;
import io.voltwright.charging.api.NodeView;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** The variables of one node of the tree of limits. */
final class LimitNodes {

    private final Value limit;
    private final Map<Phase, Value> offered = new EnumMap<>(Phase.class);
    private final Map<Phase, Value> measured = new EnumMap<>(Phase.class);

    LimitNodes(SiteSpace.Folder folder) {
        limit = Value.number(folder, "Limit", "Limit in force per phase, A");
        for (Phase phase : Phase.values()) {
            offered.put(phase, Value.number(folder, "Offered" + phase, "Sum of the offers below on " + phase + ", A"));
            measured.put(phase, Value.number(folder, "Measured" + phase, "What flows on " + phase + ", A"));
        }
    }

    /**
     * @param now what a node shows is computed when it is shown; the readings behind it carry their own times at the EVSEs
     */
    void show(NodeView node, Instant now) {
        limit.show(node.limit().amperes(), now, Quality.GOOD);
        for (Phase phase : Phase.values()) {
            value(offered, phase).show(node.offered().on(phase).amperes(), now, Quality.GOOD);
            node.measured()
                    .ifPresentOrElse(
                            currents -> value(measured, phase)
                                    .show(currents.on(phase).amperes(), now, Quality.GOOD),
                            value(measured, phase)::silent);
        }
    }

    void nobodyKnows() {
        limit.silent();
        offered.values().forEach(Value::silent);
        measured.values().forEach(Value::silent);
    }

    private static Value value(Map<Phase, Value> values, Phase phase) {
        return java.util.Objects.requireNonNull(values.get(phase));
    }
}
