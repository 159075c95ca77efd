package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets no more EVSEs of a node have current at a time than it can serve, and those that wait take turns (R46). */
final class Together {

    private final long turn;

    Together(long turn) {
        this.turn = turn;
    }

    /** The problem in which those that have to wait want nothing. */
    Problem admit(Problem problem) {
        Map<EvseId, Demand> demands = new LinkedHashMap<>();
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
        admit(problem.grid(), demands);
        return new Problem(problem.grid(), List.copyOf(demands.values()), problem.standing(), problem.coming());
    }

    private void admit(Limit node, Map<EvseId, Demand> demands) {
        node.children().forEach(child -> admit(child, demands));
        node.bounds().together().ifPresent(most -> choose(node, most, demands));
    }

    private void choose(Limit node, int most, Map<EvseId, Demand> demands) {
        List<Demand> below = Conditions.below(node).stream()
                .map(demands::get)
                .filter(Objects::nonNull)
                .toList();
        List<Demand> ranked = below.stream()
                .filter(Ladder::contends)
                .sorted(Comparator.comparingInt(
                                (Demand demand) -> -demand.terms().priority())
                        .thenComparingLong(demand -> Turns.claim(demand, turn))
                        .thenComparing(Demand::evse))
                .toList();
        List<Demand> chosen = ranked.subList(0, Math.min(most, ranked.size()));
        long leaving = below.stream()
                .filter(Together::holds)
                .filter(d -> !chosen.contains(d))
                .count();
        long begin = Math.max(
                0, most - leaving - chosen.stream().filter(Together::holds).count());
        for (Demand demand : ranked) {
            boolean stays = chosen.contains(demand) && (holds(demand) || begin-- > 0);
            if (!stays) {
                String why = node.node() + ", which serves " + most + " at a time";
                demands.put(demand.evse(), Conditions.capped(demand, Current.ZERO, why));
            }
        }
    }

    private static boolean holds(Demand demand) {
        return demand.held().isPositive();
    }
}
