package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerPolicy.Bounds;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.api.PowerPolicy.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for any site with power limits, uneven phases, cabinets, priorities and modules. */
class BoundsPropertyTest {

    static final int RUNS =
            (int) Math.max(3, 5_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));

    final FairShare policy = new FairShare(Duration.ofMinutes(15));
    final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    void noBoundIsExceeded() {
        for (int run = 0; run < RUNS; run++) {
            assertBounds("seed " + (seed + run), random(new Random(seed + run), false));
        }
    }

    @Test
    @DisplayName(
            "4.2, R36: nor where piles may draw more than fits, lines are dead and who has priority is served first")
    void noBoundIsExceededWhereMoreIsSetAsideThanFits() {
        for (int run = 0; run < RUNS; run++) {
            var random = new Random(seed + run);
            Problem problem = random(random, true);
            assertBounds("seed " + (seed + run), new Problem(dead(problem.grid(), random), problem.demands()));
        }
    }

    @Test
    @DisplayName("two that are lowered to each other are not left a milliampere apart")
    void aSeedThatFailed() {
        assertBounds("a seed that failed", random(new Random(8_589_934_773L), false));
    }

    private void assertBounds(String at, Problem problem) {
        Map<EvseId, Share> shares = policy.share(problem);
        Row.all(problem).forEach(row -> row.assertWithin(at, shares));
        assertNode(at, problem.grid(), problem, shares);
        problem.demands().forEach(demand -> assertModules(at, demand, Row.current(shares, demand)));
    }

    /** A module of M kW is floor(M / 0.69) mA of three phases of 230 V; outlets are judged by how many they have. */
    @Test
    @DisplayName(
            "R46: the modules of a cabinet are handed out whole, all that are of use, and nobody has two more than one who could use another")
    void modulesAreSharedOut() {
        for (int run = 0; run < RUNS; run++) {
            var random = new Random(seed + run);
            int modules = 1 + random.nextInt(8);
            long each = 5_000L + 5_000L * random.nextInt(7);
            List<Current> steps = IntStream.rangeClosed(1, modules)
                    .mapToObj(count -> Current.milliamperes((int) (count * each * 1000 / 690)))
                    .toList();
            var outlets = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> new EvseId("e" + i))
                    .toList();
            List<Demand> demands = outlets.stream()
                    .map(outlet -> new Sites.Wish(outlet.value(), 500)
                            .waiting(random.nextInt(3600))
                            .build()
                            .but()
                            .most(Current.milliamperes(random.nextInt(400_000)))
                            .terms(new Terms(0, steps, Optional.empty()))
                            .build())
                    .toList();
            Limit cabinet = Sites.node("cabinet", 2_000, outlets)
                    .bounds(new Bounds(
                            Optional.of(Power.watts(each * modules)), "fuse", Optional.empty(), Optional.empty()));
            Map<EvseId, Share> shares = policy.share(new Problem(cabinet, demands));

            int[] have = demands.stream()
                    .mapToInt(demand -> 1 + steps.indexOf(Current.milliamperes(Row.current(shares, demand))))
                    .toArray();
            int[] use = demands.stream()
                    .mapToInt(demand -> (int) steps.stream()
                            .filter(step -> !step.exceeds(demand.most()))
                            .count())
                    .toArray();
            String at = "seed " + (seed + run) + ": " + shares;
            demands.forEach(demand -> assertModules(at, demand, Row.current(shares, demand)));
            assertThat(IntStream.of(have).sum())
                    .as(at)
                    .isEqualTo(Math.min(modules, IntStream.of(use).sum()));
            for (int i = 0; i < have.length; i++) {
                if (have[i] < use[i]) {
                    assertThat(IntStream.of(have).max().orElseThrow()).as(at).isLessThanOrEqualTo(have[i] + 1);
                }
            }
        }
    }

    @Test
    void withoutBoundsAllIsAsBefore() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run), false);
            Problem free = new Problem(
                    unbound(problem.grid()),
                    problem.demands().stream().map(this::usual).toList());
            Problem wide = new Problem(wide(free.grid()), free.demands());

            // Bounds that bind nobody leave what is fair, up to the pieces that rounding hands on.
            Map<EvseId, Share> fair = policy.share(free);
            Map<EvseId, Share> bound = policy.share(wide);
            for (Demand demand : free.demands()) {
                assertThat(Row.current(bound, demand))
                        .as("seed %d: %s", seed + run, demand.evse())
                        .isEqualTo(Row.current(fair, demand));
            }
        }
    }

    private static void assertNode(String at, Limit node, Problem problem, Map<EvseId, Share> shares) {
        Map<EvseId, Demand> demands = new HashMap<>();
        problem.demands().forEach(demand -> demands.put(demand.evse(), demand));
        List<Demand> below = Conditions.below(node).stream()
                .filter(demands::containsKey)
                .map(demands::get)
                .toList();
        node.bounds().power().ifPresent(power -> {
            double watts = below.stream()
                    .mapToDouble(demand -> Row.current(shares, demand)
                            / 1000.0
                            * demand.perAmpere().watts())
                    .sum();
            assertThat(watts).as(at + " " + node.node()).isLessThanOrEqualTo(power.watts() + 1e-3);
        });
        node.bounds().together().ifPresent(most -> assertThat(below.stream()
                        .filter(demand -> Row.current(shares, demand) > 0)
                        .count())
                .as(at + " " + node.node())
                .isLessThanOrEqualTo(most));
        node.bounds().spread().ifPresent(spread -> assertThat(uneven(below, shares))
                .as(at + " " + node.node())
                .isLessThanOrEqualTo(spread.milliamperes()));
        node.children().forEach(child -> assertNode(at, child, problem, shares));
    }

    private static int uneven(List<Demand> below, Map<EvseId, Share> shares) {
        int[] sums = Stream.of(Phase.values())
                .mapToInt(line -> below.stream()
                        .filter(demand -> demand.phases().contains(line))
                        .mapToInt(demand -> Row.current(shares, demand))
                        .sum())
                .toArray();
        return IntStream.of(sums).max().orElse(0) - IntStream.of(sums).min().orElse(0);
    }

    private static void assertModules(String at, Demand demand, int share) {
        List<Current> steps = demand.terms().steps();
        if (share > 0 && !steps.isEmpty()) {
            assertThat(steps).as(at).contains(Current.milliamperes(share));
        }
    }

    private static Problem random(Random random, boolean reserves) {
        var evses = new ArrayList<EvseId>();
        Limit grid = bound(Sites.randomTree(random, 1 + random.nextInt(3), 20 + random.nextInt(200), evses), random);
        boolean classes = random.nextBoolean();
        return new Problem(
                grid,
                evses.stream()
                        .filter(evse -> random.nextInt(8) > 0)
                        .map(evse -> {
                            Terms terms = new Terms(
                                    classes ? random.nextInt(3) : 0,
                                    random.nextInt(5) == 0
                                            ? List.of(Current.amperes(8), Current.amperes(13), Current.amperes(20))
                                            : List.of(),
                                    Optional.empty());
                            return BoundsTest.terms(Sites.randomDemand(random, evse, reserves), terms);
                        })
                        .toList());
    }

    private static Limit bound(Limit node, Random random) {
        Bounds bounds = new Bounds(
                random.nextInt(3) == 0 ? Optional.of(Power.watts(1000L * random.nextInt(60))) : Optional.empty(),
                "fuse",
                random.nextInt(3) == 0 ? Optional.of(Current.amperes(random.nextInt(30))) : Optional.empty(),
                random.nextInt(4) == 0 ? Optional.of(1 + random.nextInt(3)) : Optional.empty());
        return with(
                node,
                node.children().stream().map(child -> bound(child, random)).toList(),
                bounds);
    }

    /** Here and there nothing may flow in a line, or in none. */
    private static Limit dead(Limit node, Random random) {
        int kind = random.nextInt(12);
        Current l1 = kind < 2 ? Current.ZERO : node.available().l1();
        Current others = kind < 1 ? Current.ZERO : node.available().l2();
        return node.available(new PhaseCurrents(l1, others, node.available().l3()), node.why())
                .children(node.children().stream()
                        .map(child -> dead(child, random))
                        .toList());
    }

    private static Limit unbound(Limit node) {
        return with(
                node, node.children().stream().map(BoundsPropertyTest::unbound).toList(), Bounds.NONE);
    }

    /** Conditions that are there and bind nobody. */
    private static Limit wide(Limit node) {
        Bounds bounds = new Bounds(Optional.empty(), "fuse", Optional.of(Current.amperes(10_000)), Optional.of(1_000));
        return with(node, node.children().stream().map(BoundsPropertyTest::wide).toList(), bounds);
    }

    private Demand usual(Demand demand) {
        return BoundsTest.terms(demand, Terms.USUAL);
    }

    private static Limit with(Limit node, List<Limit> children, Bounds bounds) {
        return node.children(children).bounds(bounds);
    }
}
