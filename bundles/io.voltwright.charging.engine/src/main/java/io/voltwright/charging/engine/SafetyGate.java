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

/**
 * Checks what a policy says against every limit and cuts what does not fit: fuses, power, imbalance, and how many at a time are
 * limits nobody may argue with.
 */
final class SafetyGate {

    private final Lines lines;
    private final Map<EvseId, Demand> demands;
    private final Map<EvseId, Share> shares;
    private final boolean setAside;

    /**
     * @param setAside whether what is set aside counts too, or the shares alone
     */
    private SafetyGate(Problem problem, Map<EvseId, Demand> demands, Map<EvseId, Share> shares, boolean setAside) {
        this.lines = new Lines(problem.grid(), problem.demands());
        this.demands = demands;
        this.shares = shares;
        this.setAside = setAside;
    }

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
        new Evenness(problem, safe).hold();
        check(problem, demands, safe);
        // A line that was full may have cut the one that kept another even.
        new Evenness(problem, safe).hold();
        return safe;
    }

    private static Share form(Demand demand, Share share) {
        Current current = share.current().min(demand.most());
        return new Share(settable(demand, current.milliamperes()), share.reason());
    }

    /** The most its pile can be set to that is not more, and of use to the car, as far as that was learned; or nothing. */
    static Current settable(Demand demand, int milliamperes) {
        int least = demand.least().milliamperes();
        if (milliamperes < least || milliamperes <= 0) {
            return Current.ZERO;
        }
        List<Current> steps = demand.terms().steps();
        if (steps.isEmpty()) {
            int step = Math.max(1, demand.step().milliamperes());
            return Current.milliamperes(Math.max(least, milliamperes - milliamperes % step));
        }
        return steps.stream()
                .filter(step ->
                        step.milliamperes() <= milliamperes && !demand.least().exceeds(step))
                .max(Comparator.naturalOrder())
                .orElse(Current.ZERO);
    }

    private static void check(Problem problem, Map<EvseId, Demand> demands, Map<EvseId, Share> shares) {
        new SafetyGate(problem, demands, shares, false).check();
        new SafetyGate(problem, demands, shares, true).check();
    }

    private void check() {
        demands.values().forEach(demand -> lines.add(demand.evse(), load(demand)));
        for (Line line : lines.all()) {
            if (line.isOver()) {
                cut(line);
            }
        }
    }

    /** The largest first, each as far as it helps: less than is set aside for it anyway makes nothing safer. */
    private void cut(Line line) {
        List<Demand> loads = new ArrayList<>();
        line.evses().forEach(evse -> Optional.ofNullable(demands.get(evse)).ifPresent(loads::add));
        loads.sort(Comparator.comparing(this::load).reversed().thenComparing(Demand::evse));
        for (Demand demand : loads) {
            if (!line.isOver()) {
                return;
            }
            int aside = setAside ? demand.reserved().milliamperes() : 0;
            if (share(demand).milliamperes() > aside) {
                int fits = fitting(line, demand, aside);
                put(demand, new Share(settable(demand, fits), line + " is full"));
            }
        }
    }

    /** The largest share, in milliamperes, with which the line is not over its limit; what is set aside where there is none. */
    private int fitting(Line line, Demand demand, int aside) {
        int fits = aside;
        int over = share(demand).milliamperes();
        while (over - fits > 1) {
            int middle = (fits + over) / 2;
            put(demand, new Share(Current.milliamperes(middle), ""));
            if (line.isOver()) {
                over = middle;
            } else {
                fits = middle;
            }
        }
        return fits;
    }

    private void put(Demand demand, Share share) {
        int before = load(demand).milliamperes();
        shares.put(demand.evse(), share);
        lines.add(demand.evse(), Current.milliamperes(load(demand).milliamperes() - before));
    }

    private Current share(Demand demand) {
        Share share = shares.get(demand.evse());
        return share == null ? Current.ZERO : share.current();
    }

    private Current load(Demand demand) {
        return setAside ? share(demand).max(demand.reserved()) : share(demand);
    }
}
