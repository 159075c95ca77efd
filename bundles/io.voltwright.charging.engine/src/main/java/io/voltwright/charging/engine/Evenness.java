package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds what a node says of shares beside their sums, whatever a policy says: how far one line may be above another
 * (VDE-AR-N 4100, 5.5.2), and how many EVSEs have current at a time (R46).
 */
final class Evenness {

    /** What the arithmetic may be off by, amperes. */
    private static final double TINY = 1e-6;

    private final Map<EvseId, Demand> demands = new TreeMap<>();
    private final Map<EvseId, Share> shares;
    private final List<Bounded> nodes = new ArrayList<>();

    /** A node with what an ampere of each EVSE below is in its lines. */
    private record Bounded(Limit node, Map<EvseId, LineCurrents> below) {}

    /**
     * @param shares lowered where it has to be
     */
    Evenness(Problem problem, Map<EvseId, Share> shares) {
        this.shares = shares;
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
        walk(problem.grid());
    }

    private Map<EvseId, LineCurrents> walk(Limit node) {
        Map<EvseId, LineCurrents> here = new TreeMap<>();
        node.children().forEach(child -> here.putAll(walk(child)));
        for (EvseId evse : node.evses()) {
            Demand demand = demands.get(evse);
            if (demand != null) {
                here.put(evse, demand.wiring().perAmpere(demand.phases()));
            }
        }
        if (node.bounds().spread().isPresent() || node.bounds().together().isPresent()) {
            nodes.add(new Bounded(node, new HashMap<>(here)));
        }
        node.transformer().ifPresent(transformer -> here.replaceAll((evse, below) -> transformer.primary(below)));
        return here;
    }

    void hold() {
        nodes.forEach(this::few);
        // What is lowered for one node may make another uneven; as shares only fall, it ends. All at 0 is even.
        for (int round = nodes.size(); round >= 0; round--) {
            nodes.forEach(this::even);
            if (nodes.stream().allMatch(node -> over(node) <= TINY)) {
                return;
            }
        }
        while (nodes.stream().anyMatch(node -> over(node) > TINY)) {
            nodes.stream().filter(node -> over(node) > TINY).forEach(this::stop);
        }
    }

    private void few(Bounded bounded) {
        int most = bounded.node().bounds().together().orElse(Integer.MAX_VALUE);
        // Those who have current already stay, as each change costs the contactors of two piles.
        demands.values().stream()
                .filter(demand -> bounded.below().containsKey(demand.evse()))
                .filter(demand -> share(demand.evse()).isPositive())
                .sorted(Comparator.comparing((Demand demand) -> !demand.held().isPositive())
                        .thenComparing(Demand::evse))
                .skip(most)
                .forEach(demand -> put(demand, 0, bounded.node().node() + " serves " + most + " at a time"));
    }

    private void even(Bounded bounded) {
        for (int round = Phase.values().length * bounded.below().size(); round > 0; round--) {
            LineCurrents flows = flows(bounded);
            double over = over(bounded);
            Optional<Demand> uneven = over <= TINY ? Optional.empty() : largest(bounded, high(flows), low(flows));
            if (uneven.isEmpty()) {
                return;
            }
            Demand demand = uneven.orElseThrow();
            double perAmpere = on(bounded, demand.evse(), high(flows));
            int less = share(demand.evse()).milliamperes() - (int) Math.ceil(over * 1000 / perAmpere);
            put(demand, less, high(flows) + " of " + bounded.node().node() + " is too far above " + low(flows));
        }
    }

    /** How far the lines are apart beyond what they may be; amperes. */
    private double over(Bounded bounded) {
        LineCurrents flows = flows(bounded);
        double apart = flows.on(high(flows)).magnitude() - flows.on(low(flows)).magnitude();
        return bounded.node()
                .bounds()
                .spread()
                .map(spread -> apart - spread.amperes())
                .orElse(0.0);
    }

    private void stop(Bounded bounded) {
        for (EvseId evse : bounded.below().keySet()) {
            Demand demand = demands.get(evse);
            if (demand != null && share(evse).isPositive()) {
                put(demand, 0, "the lines of " + bounded.node().node() + " are too far apart");
            }
        }
    }

    private LineCurrents flows(Bounded bounded) {
        LineCurrents sum = LineCurrents.ZERO;
        for (Map.Entry<EvseId, LineCurrents> each : bounded.below().entrySet()) {
            sum = sum.plus(each.getValue().times(share(each.getKey()).amperes()));
        }
        return sum;
    }

    private static Phase high(LineCurrents flows) {
        return extreme(flows, 1);
    }

    private static Phase low(LineCurrents flows) {
        return extreme(flows, -1);
    }

    private static Phase extreme(LineCurrents flows, int sign) {
        return List.of(Phase.values()).stream()
                .max(Comparator.comparingDouble(phase -> sign * flows.on(phase).magnitude()))
                .orElseThrow();
    }

    private Optional<Demand> largest(Bounded bounded, Phase high, Phase low) {
        return demands.values().stream()
                .filter(demand -> bounded.below().containsKey(demand.evse()))
                .filter(demand -> share(demand.evse()).isPositive())
                .filter(demand -> on(bounded, demand.evse(), high) > on(bounded, demand.evse(), low) + TINY)
                .max(Comparator.comparing((Demand demand) -> share(demand.evse()))
                        .thenComparing(Demand::evse));
    }

    private static double on(Bounded bounded, EvseId evse, Phase phase) {
        return bounded.below().getOrDefault(evse, LineCurrents.ZERO).on(phase).magnitude();
    }

    private void put(Demand demand, int milliamperes, String why) {
        shares.put(demand.evse(), new Share(SafetyGate.settable(demand, milliamperes), why));
    }

    private Current share(EvseId evse) {
        Share share = shares.get(evse);
        return share == null ? Current.ZERO : share.current();
    }
}
