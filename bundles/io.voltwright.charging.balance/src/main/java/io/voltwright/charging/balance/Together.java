package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.LineCurrents;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets no more EVSEs of a node have current at a time than it can serve, and those that wait take turns (R46). */
final class Together {

    private static final double TINY = 1e-6;

    private final long turn;
    /** Those whose least is more than a limit on their way allows, whatever others do: they take no place. */
    private final Set<EvseId> hopeless = new HashSet<>();

    Together(long turn) {
        this.turn = turn;
    }

    /** The problem in which those that have to wait want nothing. */
    Problem admit(Problem problem) {
        Map<EvseId, Demand> demands = new LinkedHashMap<>();
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
        if (limits(problem.grid())) {
            look(problem.grid(), demands);
            admit(problem.grid(), demands);
        }
        return new Problem(problem.grid(), List.copyOf(demands.values()), problem.standing(), problem.coming());
    }

    private static boolean limits(Limit node) {
        return node.bounds().together().isPresent() || node.children().stream().anyMatch(Together::limits);
    }

    /** What the least of each below is in the lines of the node. */
    private Map<EvseId, LineCurrents> look(Limit node, Map<EvseId, Demand> demands) {
        Map<EvseId, LineCurrents> here = new HashMap<>();
        node.children().forEach(child -> here.putAll(look(child, demands)));
        for (EvseId evse : node.evses()) {
            Demand demand = demands.get(evse);
            if (demand != null && Ladder.contends(demand)) {
                here.put(evse, demand.wiring().perAmpere(demand.phases()).times(Ladder.least(demand) / 1000.0));
            }
        }
        here.forEach((evse, least) -> {
            Demand demand = demands.get(evse);
            if (demand != null && exceeds(node, least, demand)) {
                hopeless.add(evse);
            }
        });
        node.transformer().ifPresent(transformer -> here.replaceAll((evse, least) -> transformer.primary(least)));
        return here;
    }

    private static boolean exceeds(Limit node, LineCurrents least, Demand demand) {
        for (Phase phase : Phase.values()) {
            if (least.on(phase).magnitude()
                    > Math.max(0, node.available().on(phase).amperes()) + TINY) {
                return true;
            }
        }
        double watts = demand.perAmpere().watts() * Ladder.least(demand) / 1000;
        return node.bounds()
                .power()
                .filter(power -> watts > power.watts() + TINY)
                .isPresent();
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
                .filter(demand -> !hopeless.contains(demand.evse()))
                .sorted(Comparator.comparingInt(
                                (Demand demand) -> -demand.terms().priority())
                        .thenComparingLong(demand -> Turns.claim(demand, turn))
                        .thenComparing(Demand::evse))
                .toList();
        List<Demand> first = ranked.subList(0, Math.min(most, ranked.size()));
        Set<EvseId> chosen = first.stream().map(Demand::evse).collect(Collectors.toSet());
        long leaving = below.stream()
                .filter(Together::holds)
                .filter(demand -> !chosen.contains(demand.evse()))
                .count();
        long begin = Math.max(
                0, most - leaving - first.stream().filter(Together::holds).count());
        for (Demand demand : ranked) {
            boolean stays = chosen.contains(demand.evse()) && (holds(demand) || begin-- > 0);
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
