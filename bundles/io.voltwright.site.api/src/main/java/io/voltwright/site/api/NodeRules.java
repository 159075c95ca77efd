package io.voltwright.site.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Transformer;
import java.util.List;
import java.util.Optional;

/**
 * What holds at a node beside the limit of its lines.
 *
 * @param transformer what the node is fed through; its limit is that of the secondary side, its parent's of the primary
 * @param power the most power of all that flows through it
 * @param imbalance how far the largest line current of its EVSEs may be over the smallest (VDE-AR-N 4100, 5.5.2: 20 A)
 * @param together how many EVSEs below may charge at a time, as in a shared cabinet (R46)
 * @param margin stays free of what its meter leaves, per line
 * @param blind what its EVSEs may take together per line while its meter is not heard (R39); left out: what the worst load
 *     seen so far leaves
 * @param external the one outside the station who may limit its power
 * @param schedule limits by the time of day, the lowest of those that hold counts
 */
public record NodeRules(
        Optional<Transformer> transformer,
        Optional<Power> power,
        Optional<Current> imbalance,
        Optional<Integer> together,
        Current margin,
        Optional<Current> blind,
        Optional<External> external,
        List<Window> schedule) {

    /** The limit of its lines alone. */
    public static final NodeRules NONE = new NodeRules(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Current.ZERO,
            Optional.empty(),
            Optional.empty(),
            List.of());

    public NodeRules {
        schedule = List.copyOf(schedule);
    }
}
