package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.engine.Lines.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what a policy says against every limit and cuts what does not fit: the fuse is the one limit nobody may argue with. */
final class SafetyGate {

    private SafetyGate() {}

    /** The shares, each of a form its pile can take, and lowered until every line of every node is within its limit. */
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
        check(problem, demands, safe);
        return safe;
    }

    private static Share form(Demand demand, Share share) {
        Current current = share.current().min(demand.most());
        return demand.least().exceeds(current)
                ? new Share(Current.ZERO, share.reason())
                : new Share(current, share.reason());
    }

    private static void check(Problem problem, Map<EvseId, Demand> demands, Map<EvseId, Share> shares) {
        Lines lines = new Lines(problem.grid(), problem.demands());
        problem.demands().forEach(demand -> lines.add(demand.evse(), load(demand, shares)));
        for (Line line : lines.all()) {
            if (line.isOver()) {
                cut(lines, line, demands, shares);
            }
        }
    }

    /** The largest first, each as far as it helps. */
    private static void cut(Lines lines, Line line, Map<EvseId, Demand> demands, Map<EvseId, Share> shares) {
        List<Demand> loads = new ArrayList<>();
        line.evses().forEach(evse -> Optional.ofNullable(demands.get(evse)).ifPresent(loads::add));
        loads.sort(Comparator.comparing((Demand demand) -> load(demand, shares))
                .reversed()
                .thenComparing(Demand::evse));
        for (Demand demand : loads) {
            if (!line.isOver()) {
                return;
            }
            int fits = fitting(lines, line, demand, shares);
            Current next = demand.least().milliamperes() > fits ? Current.ZERO : Current.milliamperes(fits);
            put(lines, demand, new Share(next, line + " is full"), shares);
        }
    }

    /** The largest share, in milliamperes, with which the line is not over its limit; 0 where there is none. */
    private static int fitting(Lines lines, Line line, Demand demand, Map<EvseId, Share> shares) {
        Share was = new Share(share(demand, shares), "");
        int fits = 0;
        int over = was.current().milliamperes();
        while (over - fits > 1) {
            int middle = (fits + over) / 2;
            put(lines, demand, new Share(Current.milliamperes(middle), ""), shares);
            if (line.isOver()) {
                over = middle;
            } else {
                fits = middle;
            }
        }
        return fits;
    }

    private static void put(Lines lines, Demand demand, Share share, Map<EvseId, Share> shares) {
        int before = load(demand, shares).milliamperes();
        shares.put(demand.evse(), share);
        lines.add(demand.evse(), Current.milliamperes(load(demand, shares).milliamperes() - before));
    }

    private static Current share(Demand demand, Map<EvseId, Share> shares) {
        Share share = shares.get(demand.evse());
        return share == null ? Current.ZERO : share.current();
    }

    private static Current load(Demand demand, Map<EvseId, Share> shares) {
        return share(demand, shares).max(demand.reserved());
    }
}
