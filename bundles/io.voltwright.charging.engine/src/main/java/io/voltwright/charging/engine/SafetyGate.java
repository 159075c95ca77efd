package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what a policy says against every limit and cuts what does not fit: the fuse is the one limit nobody may argue with. */
final class SafetyGate {

    private SafetyGate() {}

    /** The shares, each of a form its pile can take, and lowered until every node on every phase is within its limit. */
    static Map<EvseId, Share> safe(Problem problem, Map<EvseId, Share> shares) {
        Map<EvseId, Demand> demands = new HashMap<>();
        Map<EvseId, Share> safe = new HashMap<>();
        for (Demand demand : problem.demands()) {
            demands.put(demand.evse(), demand);
            Share share = shares.get(demand.evse());
            safe.put(
                    demand.evse(),
                    share == null ? new Share(Current.ZERO, "not in the allocation") : form(demand, share));
        }
        check(problem.grid(), demands, safe);
        return safe;
    }

    private static Share form(Demand demand, Share share) {
        Current current = share.current().min(demand.most());
        return demand.least().exceeds(current)
                ? new Share(Current.ZERO, share.reason())
                : new Share(current, share.reason());
    }

    private static Set<EvseId> check(Limit node, Map<EvseId, Demand> demands, Map<EvseId, Share> shares) {
        Set<EvseId> below = new HashSet<>(node.evses());
        for (Limit child : node.children()) {
            below.addAll(check(child, demands, shares));
        }
        for (Phase phase : Phase.values()) {
            List<Demand> loads = new ArrayList<>();
            for (EvseId evse : below) {
                Demand demand = demands.get(evse);
                if (demand != null && demand.phases().contains(phase)) {
                    loads.add(demand);
                }
            }
            cut(node, phase, loads, shares);
        }
        return below;
    }

    private static void cut(Limit node, Phase phase, List<Demand> loads, Map<EvseId, Share> shares) {
        int excess = -node.available().on(phase).milliamperes();
        for (Demand demand : loads) {
            excess += load(demand, shares);
        }
        if (excess <= 0) {
            return;
        }
        loads.sort(Comparator.comparingInt((Demand demand) -> load(demand, shares))
                .reversed()
                .thenComparing(Demand::evse));
        for (Demand demand : loads) {
            if (excess <= 0) {
                return;
            }
            int before = load(demand, shares);
            Current lower = share(demand, shares).minus(Current.milliamperes(excess));
            Current next = demand.least().exceeds(lower) ? Current.ZERO : lower;
            shares.put(demand.evse(), new Share(next, phase + " of " + node.node() + " is full"));
            excess -= before - load(demand, shares);
        }
    }

    private static Current share(Demand demand, Map<EvseId, Share> shares) {
        Share share = shares.get(demand.evse());
        return share == null ? Current.ZERO : share.current();
    }

    private static int load(Demand demand, Map<EvseId, Share> shares) {
        return share(demand, shares).max(demand.reserved()).milliamperes();
    }
}
