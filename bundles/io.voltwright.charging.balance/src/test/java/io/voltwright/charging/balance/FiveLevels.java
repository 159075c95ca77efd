package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Sites of any size with five levels of nodes, one- and three-phase cars, and limits of which many are full. */
public final class FiveLevels {

    private static final int LEVELS = 5;

    /** What is hard about a site. */
    public enum Case {
        /** Lines that are full; all is to neutral, and all minima fit. */
        LINES,
        /** The same, and half of the cars say when they leave. */
        DEPARTURES,
        /** The minima of about half of the cars fit: they take turns, and some have held and some have waited. */
        TURNS,
        /** The power of each node is limited, with cars on one phase and on three: shares rise piece by piece. */
        POWER
    }

    private final Random random;
    private final int branches;
    private final List<Demand> demands = new ArrayList<>();
    private final Case what;

    private FiveLevels(int evses, Case what, long seed) {
        this.random = new Random(seed);
        this.what = what;
        branches = (int) Math.ceil(Math.pow(evses, 1.0 / LEVELS) - 1e-9);
    }

    /**
     * @param departures whether half of the cars say when they leave
     */
    public static Problem problem(int evses, boolean departures, long seed) {
        return problem(evses, departures ? Case.DEPARTURES : Case.LINES, seed);
    }

    /** The same site whatever is hard about it, as far as that goes. */
    public static Problem problem(int evses, Case what, long seed) {
        var site = new FiveLevels(evses, what, seed);
        Limit grid = site.node(LEVELS, evses);
        return new Problem(grid, site.demands);
    }

    /** The policy that ships, as configured when nothing is configured. */
    public static PowerPolicy shipped() {
        return new FairShare(Duration.ofMinutes(15));
    }

    private Limit node(int level, int evses) {
        List<EvseId> own = new ArrayList<>();
        List<Limit> children = new ArrayList<>();
        if (level == 1) {
            for (int i = 0; i < evses; i++) {
                own.add(evse());
            }
        } else {
            int parts = Math.min(branches, evses);
            for (int part = 0; part < parts; part++) {
                children.add(node(level - 1, evses * (part + 1) / parts - evses * part / parts));
            }
        }
        String name = "n" + demands.size() + "-" + level;
        PhaseCurrents available = available(level, evses);
        Optional<Power> power = what == Case.POWER
                ? Optional.of(Power.watts((long) (available.most().milliamperes() * 0.5)))
                : Optional.empty();
        var bounds = new Bounds(power, "fuse", Optional.empty(), Optional.empty());
        return new Limit(name, available, "fuse", own, children, Optional.empty(), bounds);
    }

    private EvseId evse() {
        var evse = new EvseId("e" + demands.size());
        var wish = new Sites.Wish(evse.value(), random.nextBoolean() ? 16 : 32);
        if (random.nextInt(3) == 0) {
            wish.on(List.of(Phase.values()).get(random.nextInt(3)));
        }
        if (what == Case.TURNS) {
            boolean holds = random.nextBoolean();
            wish.holding(holds ? 6 : 0, holds ? random.nextInt(1_800) : 0).waiting(holds ? 0 : random.nextInt(1_800));
        }
        Demand demand = wish.step(0.001).build();
        demands.add(
                what == Case.DEPARTURES && random.nextBoolean()
                        ? Sites.leaving(demand, 10 + random.nextInt(600), 2_000 + random.nextInt(20_000))
                        : demand);
        return evse;
    }

    /** Less than all below can use, and the less the nearer to the grid; never less than 6 A for each. */
    private PhaseCurrents available(int level, int evses) {
        double each = (19 - 2.0 * level + 6 * random.nextDouble()) * (what == Case.TURNS ? 0.3 : 1);
        return PhaseCurrents.amperes(evses * each, evses * each * 0.95, evses * each * 0.9);
    }

    /** Per EVSE the milliamperes of the policy that ships. */
    public static Map<String, Integer> milliamperes(Problem problem) {
        Map<String, Integer> amounts = new TreeMap<>();
        shipped()
                .share(problem)
                .forEach((evse, share) ->
                        amounts.put(evse.value(), share.current().milliamperes()));
        return amounts;
    }
}
