package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Limit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left on every node and phase once all that may flow is set aside. */
final class Headroom {

    private final Map<EvseId, List<Map<Phase, Integer>>> paths = new HashMap<>();

    Headroom(Limit grid) {
        walk(grid, List.of());
    }

    private void walk(Limit node, List<Map<Phase, Integer>> above) {
        Map<Phase, Integer> left = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            left.put(phase, node.available().on(phase).milliamperes());
        }
        List<Map<Phase, Integer>> path = new ArrayList<>(above);
        path.add(left);
        node.evses().forEach(evse -> paths.put(evse, path));
        node.children().forEach(child -> walk(child, path));
    }

    /** Sets a current aside on all nodes above the EVSE; negative gives it back. */
    void take(EvseId evse, List<Phase> phases, Current current) {
        for (Map<Phase, Integer> node : paths.getOrDefault(evse, List.of())) {
            for (Phase phase : phases) {
                node.merge(phase, -current.milliamperes(), Integer::sum);
            }
        }
    }

    /** Whether so much more fits everywhere. */
    boolean fits(EvseId evse, List<Phase> phases, Current more) {
        List<Map<Phase, Integer>> path = paths.getOrDefault(evse, List.of());
        return !path.isEmpty()
                && path.stream().allMatch(node -> phases.stream()
                        .allMatch(phase -> node.getOrDefault(phase, 0) >= more.milliamperes()));
    }
}
