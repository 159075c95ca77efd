package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Puts what is more than a limit of a line around the sharing: how many at a time, who comes first, lines loaded alike. */
final class Conditions {

    private final BiFunction<Problem, Map<EvseId, Share>, Map<EvseId, Share>> sharing;
    private final long turn;

    /**
     * @param sharing what divides the lines and the power; it is told who was served before, whose shares are set aside
     * @param turn seconds that a car keeps its turn
     */
    Conditions(BiFunction<Problem, Map<EvseId, Share>, Map<EvseId, Share>> sharing, long turn) {
        this.sharing = sharing;
        this.turn = turn;
    }

    static boolean any(Problem problem) {
        int first = problem.demands().isEmpty()
                ? 0
                : problem.demands().get(0).terms().priority();
        for (Demand demand : problem.demands()) {
            if (demand.terms().priority() != first) {
                return true;
            }
        }
        return any(problem.grid());
    }

    private static boolean any(Limit node) {
        if (node.bounds().spread().isPresent() || node.bounds().together().isPresent()) {
            return true;
        }
        for (Limit child : node.children()) {
            if (any(child)) {
                return true;
            }
        }
        return false;
    }

    Map<EvseId, Share> shares(Problem problem) {
        Problem admitted = new Together(turn).admit(problem);
        Map<EvseId, Share> shares = byPriority(admitted);
        Spread spread = new Spread(admitted);
        Map<EvseId, Share> even = spread.even(shares);
        if (even.equals(shares)) {
            return shares;
        }
        // What the uneven ones gave up may be of use to others; they themselves stay where they are.
        Problem again = with(admitted, demand -> lowered(demand, shares, even));
        return spread.even(byPriority(again));
    }

    private static Demand lowered(Demand demand, Map<EvseId, Share> before, Map<EvseId, Share> after) {
        Share was = before.get(demand.evse());
        Share is = after.get(demand.evse());
        boolean same = was == null || is == null || was.current().equals(is.current());
        return same || is == null ? demand : capped(demand, is.current(), Spread.CAP);
    }

    private Map<EvseId, Share> byPriority(Problem problem) {
        TreeSet<Integer> classes = new TreeSet<>();
        problem.demands().forEach(demand -> classes.add(demand.terms().priority()));
        if (classes.size() < 2) {
            return sharing.apply(problem, Map.of());
        }
        Map<EvseId, Share> shares = new HashMap<>();
        for (int priority : classes.descendingSet()) {
            boolean behind = priority != classes.last();
            Map<EvseId, Share> now = sharing.apply(with(problem, demand -> turnOf(demand, priority, shares)), shares);
            for (Demand demand : problem.demands()) {
                Share share = now.get(demand.evse());
                if (demand.terms().priority() == priority && share != null) {
                    shares.put(demand.evse(), behind ? behind(demand, share) : share);
                }
            }
        }
        return shares;
    }

    /** While one class is served, those before it keep what they got, and those after it get nothing yet. */
    private static Demand turnOf(Demand demand, int priority, Map<EvseId, Share> shares) {
        if (demand.terms().priority() == priority) {
            return demand;
        }
        Share share = shares.get(demand.evse());
        Current aside = share == null ? demand.reserved() : demand.reserved().max(share.current());
        return change(demand, Current.ZERO, aside, demand.cap());
    }

    private static Share behind(Demand demand, Share share) {
        return demand.most().exceeds(share.current())
                ? new Share(share.current(), share.reason() + "; others have priority")
                : share;
    }

    private static Problem with(Problem problem, UnaryOperator<Demand> change) {
        return new Problem(
                problem.grid(), problem.demands().stream().map(change).toList(), problem.standing(), problem.coming());
    }

    static Demand capped(Demand demand, Current most, String why) {
        return change(demand, most, demand.reserved(), Optional.of(why));
    }

    private static Demand change(Demand demand, Current most, Current reserved, Optional<String> cap) {
        return demand.but().most(most, cap).reserved(reserved).build();
    }

    /** All on a node and below it. */
    static List<EvseId> below(Limit node) {
        return Stream.concat(node.evses().stream(), node.children().stream().flatMap(child -> below(child).stream()))
                .toList();
    }
}
