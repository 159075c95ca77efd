package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives all who want an even part of the root, whole amperes, after what is reserved; knows no tree. */
final class EvenPolicy implements PowerPolicy {

    @Override
    public Map<EvseId, Share> share(Problem problem) {
        List<Demand> wanting = problem.demands().stream()
                .filter(demand -> demand.most().isPositive())
                .sorted((a, b) -> Long.compare(b.waiting(), a.waiting()))
                .toList();
        int left = Math.min(
                problem.grid().available().on(Phase.L1).milliamperes(),
                Math.min(
                        problem.grid().available().on(Phase.L2).milliamperes(),
                        problem.grid().available().on(Phase.L3).milliamperes()));
        for (Demand demand : problem.demands()) {
            left -= demand.most().isPositive() ? 0 : demand.reserved().milliamperes();
        }
        Map<EvseId, Share> shares = new HashMap<>();
        int count = wanting.size();
        for (Demand demand : wanting) {
            int part = Math.max(0, left) / count / 1000 * 1000;
            Current share = Current.milliamperes(part).min(demand.most());
            share = demand.least().exceeds(share) ? Current.ZERO : share;
            shares.put(
                    demand.evse(),
                    new Share(
                            share,
                            share + ": " + count + " share " + problem.grid().why()));
            left -= share.max(demand.reserved()).milliamperes();
            count--;
        }
        return shares;
    }
}
