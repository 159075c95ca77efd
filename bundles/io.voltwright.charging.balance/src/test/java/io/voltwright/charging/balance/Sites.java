package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Wiring;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Trees and demands, small by hand and large by chance. */
final class Sites {

    private Sites() {}

    static List<EvseId> cars(String... names) {
        return Arrays.stream(names).map(EvseId::new).toList();
    }

    static Limit node(String name, double amperes, List<EvseId> evses, Limit... children) {
        return new Limit(name, PhaseCurrents.same(Current.amperes(amperes)), "fuse", evses, Arrays.asList(children));
    }

    static Demand demand(String evse, int most) {
        return new Wish(evse, most).build();
    }

    static Demand onePhase(String evse, int most, Phase phase) {
        return new Wish(evse, most).on(phase).build();
    }

    static Demand capped(String evse, int most, String by) {
        var wish = new Wish(evse, most);
        wish.cap = Optional.of(by);
        return wish.build();
    }

    static Demand between(Demand demand) {
        return with(demand, Wiring.DELTA, demand.goal());
    }

    /** Leaves in so many minutes, and needs so many Wh on one phase of 230 V. */
    static Demand leaving(Demand demand, long minutes, long wattHours) {
        var goal = new Goal(Duration.ofMinutes(minutes), Energy.wattHours(wattHours), Power.watts(230L));
        return with(demand, demand.wiring(), Optional.of(goal));
    }

    private static Demand with(Demand d, Wiring wiring, Optional<Goal> goal) {
        return d.but().wiring(wiring).goal(goal).build();
    }

    /** A demand in the making. */
    static final class Wish {

        final EvseId evse;
        List<Phase> phases = List.of(Phase.values());
        Current least = Current.MINIMUM;
        Current most;
        Current step = Current.amperes(1);
        Current reserved = Current.ZERO;
        Current held = Current.ZERO;
        long waiting;
        long holding;
        Optional<String> cap = Optional.empty();

        Wish(String evse, double most) {
            this.evse = new EvseId(evse);
            this.most = Current.amperes(most);
        }

        Wish on(Phase... phases) {
            this.phases = List.of(phases);
            return this;
        }

        Wish least(double amperes) {
            least = Current.amperes(amperes);
            return this;
        }

        Wish step(double amperes) {
            step = Current.amperes(amperes);
            return this;
        }

        Wish reserved(double amperes) {
            reserved = Current.amperes(amperes);
            return this;
        }

        Wish waiting(long seconds) {
            waiting = seconds;
            return this;
        }

        Wish holding(double amperes, long seconds) {
            held = Current.amperes(amperes);
            holding = seconds;
            return this;
        }

        Demand build() {
            return Demand.of(evse, phases, most)
                    .least(least)
                    .most(most, cap)
                    .step(step)
                    .reserved(reserved)
                    .held(held)
                    .waiting(waiting)
                    .holding(holding)
                    .build();
        }
    }

    /** A random tree: each node's limit at most its parent's, some phases weaker than others; each with a name of its own. */
    static Limit randomTree(Random random, int depth, double amperes, List<EvseId> evses) {
        return apart(tree(random, depth, amperes, evses), "");
    }

    private static Limit apart(Limit node, String place) {
        var children = new ArrayList<Limit>();
        for (Limit child : node.children()) {
            children.add(apart(child, place + "-" + children.size()));
        }
        return new Limit(node.node() + place, node.available(), node.why(), node.evses(), children);
    }

    private static Limit tree(Random random, int depth, double amperes, List<EvseId> evses) {
        var own = new ArrayList<EvseId>();
        for (int i = random.nextInt(4); i > 0; i--) {
            own.add(new EvseId("e" + evses.size()));
            evses.add(own.get(own.size() - 1));
        }
        var children = new ArrayList<Limit>();
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            children.add(tree(random, depth - 1, amperes * (0.3 + random.nextDouble() * 0.7), evses));
        }
        var available = PhaseCurrents.amperes(part(random, amperes), part(random, amperes), part(random, amperes));
        return new Limit("n" + random.nextInt(1_000_000), available, "fuse", own, children);
    }

    private static double part(Random random, double amperes) {
        return random.nextBoolean() ? amperes : amperes * random.nextDouble();
    }

    static Demand randomDemand(Random random, EvseId evse, boolean reserves) {
        var wish = new Wish(evse.value(), random.nextInt(4) == 0 ? random.nextInt(64) : 16 + 16 * random.nextInt(2));
        wish.step = Current.milliamperes(new int[] {1, 100, 500, 1000}[random.nextInt(4)]);
        if (random.nextInt(3) == 0) {
            wish.on(List.of(Phase.values()).get(random.nextInt(3)));
        } else if (random.nextInt(6) == 0) {
            wish.on(Phase.L1, Phase.L3);
        }
        if (random.nextInt(5) == 0) {
            wish.least(6 + random.nextInt(5));
        }
        if (reserves && random.nextInt(3) == 0) {
            wish.reserved(random.nextInt(20));
        }
        if (random.nextBoolean()) {
            wish.holding(6 + random.nextInt(10), random.nextInt(3600));
        } else {
            wish.waiting(random.nextInt(3600));
        }
        return wish.build();
    }
}
