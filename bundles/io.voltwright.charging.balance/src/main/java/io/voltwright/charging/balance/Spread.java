package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers those that load one line and not another until the lines of a node are loaded as evenly as they have to be. */
final class Spread {

    static final String CAP = "the limit of imbalance";

    private static final double TINY = 1e-6;

    private final Limit grid;
    private final Map<EvseId, Demand> demands = new HashMap<>();

    Spread(Problem problem) {
        grid = problem.grid();
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
    }

    /** The shares, some of them lower; the same map where all is even enough. */
    Map<EvseId, Share> even(Map<EvseId, Share> shares) {
        Map<EvseId, Share> even = new HashMap<>(shares);
        even(grid, even);
        return even;
    }

    private void even(Limit node, Map<EvseId, Share> shares) {
        node.children().forEach(child -> even(child, shares));
        node.bounds().spread().ifPresent(spread -> even(node, spread, shares));
    }

    private void even(Limit node, Current spread, Map<EvseId, Share> shares) {
        // Each round lowers one of them for good as far as one pair of lines needs it.
        for (int round = 3 * shares.size(); round >= 0; round--) {
            LineCurrents flows = flows(node, shares);
            Phase high = extreme(flows, 1);
            Phase low = extreme(flows, -1);
            double over = flows.on(high).magnitude() - flows.on(low).magnitude() - spread.amperes();
            Optional<Demand> uneven = over <= TINY ? Optional.empty() : largest(node, high, low, shares);
            if (uneven.isEmpty()) {
                return;
            }
            lower(uneven.orElseThrow(), over, node, high, low, spread, shares);
        }
    }

    private LineCurrents flows(Limit node, Map<EvseId, Share> shares) {
        LineCurrents sum = LineCurrents.ZERO;
        for (EvseId evse : node.evses()) {
            Demand demand = demands.get(evse);
            if (demand != null) {
                sum = sum.plus(demand.wiring()
                        .perAmpere(demand.phases())
                        .times(share(evse, shares).amperes()));
            }
        }
        for (Limit child : node.children()) {
            LineCurrents below = flows(child, shares);
            sum = sum.plus(child.transformer()
                    .map(transformer -> transformer.primary(below))
                    .orElse(below));
        }
        return sum;
    }

    private static Phase extreme(LineCurrents flows, int sign) {
        return List.of(Phase.values()).stream()
                .max(Comparator.comparingDouble(phase -> sign * flows.on(phase).magnitude()))
                .orElseThrow();
    }

    private Optional<Demand> largest(Limit node, Phase high, Phase low, Map<EvseId, Share> shares) {
        return Conditions.below(node).stream()
                .flatMap(evse -> Optional.ofNullable(demands.get(evse)).stream())
                .filter(demand ->
                        demand.phases().contains(high) && !demand.phases().contains(low))
                .filter(demand -> share(demand.evse(), shares).isPositive())
                .max(Comparator.comparing((Demand demand) -> share(demand.evse(), shares))
                        .thenComparing(Demand::evse));
    }

    private static void lower(
            Demand demand, double over, Limit node, Phase high, Phase low, Current spread, Map<EvseId, Share> shares) {
        // Without what computing added, or two lines take turns in being a milliampere above each other.
        int less = share(demand.evse(), shares).milliamperes() - (int) Math.ceil((over - TINY) * 1000);
        int share = less < Ladder.least(demand) ? 0 : Ladder.of(demand).down(less);
        Current current = Current.milliamperes(share);
        String why = high + " of " + node.node() + " may carry " + spread + " more than " + low;
        shares.put(demand.evse(), new Share(current, current + ": " + why));
    }

    private static Current share(EvseId evse, Map<EvseId, Share> shares) {
        Share share = shares.get(evse);
        return share == null ? Current.ZERO : share.current();
    }
}
