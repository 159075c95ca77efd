package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for any site; judged by definitions, not by a second allocator. */
class FairSharePropertyTest {

    static final int RUNS =
            (int) Math.max(3, 20_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));

    /** What the policy does not hand on any more, in milliamperes. */
    static final int PIECE = 100;

    final FairShare policy = new FairShare(Duration.ofMinutes(15));
    final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    void noLimitIsExceededAndWhatIsGivenCanBeUsed() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run), true);
            Map<EvseId, Share> shares = policy.share(problem);
            String at = "seed " + (seed + run) + ": ";

            assertThat(shares.keySet()).as(at).isEqualTo(evses(problem));
            problem.demands().forEach(demand -> assertUsable(at, demand, current(shares, demand)));
            rows(problem).forEach(row -> row.assertWithin(at, shares));
        }
    }

    /** Bertsekas and Gallager: max-min fair is who has a full row on its way where nobody has more. */
    @Test
    void nobodyCanHaveMoreWithoutTakingFromOneWithNoMore() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = fine(random(new Random(seed + run), true));
            Map<EvseId, Share> shares = policy.share(problem);
            List<Row> rows = rows(problem);
            for (Demand demand : problem.demands()) {
                int share = current(shares, demand);
                if (share > 0 && share + PIECE <= demand.most().milliamperes()) {
                    assertThat(rows.stream().anyMatch(row -> row.loads(demand) && row.stops(demand, shares)))
                            .as("seed %d: %s has %d", seed + run, demand, share)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theStepsOfTheDevicesCostNobodyMoreThanOneStepAndNothingUsableIsLeft() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run), true);
            Map<EvseId, Share> shares = policy.share(problem);
            Map<EvseId, Share> exact = policy.share(fine(problem));
            List<Row> rows = rows(problem);
            for (Demand demand : problem.demands()) {
                int share = current(shares, demand);
                int step = Math.max(PIECE, demand.step().milliamperes());
                assertThat(share).as("seed %d: %s", seed + run, demand).isGreaterThan(current(exact, demand) - step);
                if (share > 0 && share + step <= demand.most().milliamperes()) {
                    assertThat(rows.stream().anyMatch(row -> row.loads(demand) && row.hasNoRoom(demand, step, shares)))
                            .as("seed %d: room for %s", seed + run, demand)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void nobodyWaitsWhoWouldFitBesideTheMinimaOfTheServed() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run), false);
            Map<EvseId, Share> shares = policy.share(problem);
            List<Row> rows = rows(problem);
            for (Demand demand : problem.demands()) {
                if (current(shares, demand) == 0 && !demand.least().exceeds(demand.most())) {
                    assertThat(rows.stream().anyMatch(row -> row.loads(demand) && row.isFullAtMinima(shares, demand)))
                            .as("seed %d: %s waits", seed + run, demand)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theOrderOfTheDemandsDoesNotMatter() {
        for (int run = 0; run < RUNS / 4; run++) {
            Problem problem = random(new Random(seed + run), true);
            var shuffled = new ArrayList<>(problem.demands());
            Collections.shuffle(shuffled, new Random(run));

            assertThat(policy.share(new Problem(problem.grid(), shuffled)))
                    .as("seed " + (seed + run))
                    .isEqualTo(policy.share(problem));
        }
    }

    // In a network one who gets more may take it from another, but the worst off never lose when every limit grows.
    @Test
    void largerLimitsNeverMakeTheWorstOffWorse() {
        for (int run = 0; run < RUNS / 4; run++) {
            var random = new Random(seed + run);
            Problem problem = fine(random(random, false));
            Map<EvseId, Share> before = policy.share(problem);
            Map<EvseId, Share> after =
                    policy.share(new Problem(grown(problem.grid(), 1 + random.nextDouble()), problem.demands()));
            if (served(before).equals(served(after))) {
                assertThat(firstDifference(sorted(before), sorted(after)))
                        .as("seed " + (seed + run))
                        .isNotNegative();
            }
        }
    }

    @Test
    void whoIsServedStaysServedWhileNothingChanges() {
        for (int run = 0; run < RUNS / 4; run++) {
            Problem problem = random(new Random(seed + run), false);
            Map<EvseId, Share> first = policy.share(problem);
            List<Demand> next = problem.demands().stream()
                    .map(d -> again(d, Current.milliamperes(current(first, d))))
                    .toList();

            assertThat(served(policy.share(new Problem(problem.grid(), next))))
                    .as("seed " + (seed + run))
                    .isEqualTo(served(first));
        }
    }

    private static Problem random(Random random, boolean reserves) {
        var evses = new ArrayList<EvseId>();
        Limit grid = Sites.randomTree(random, 1 + random.nextInt(4), 20 + random.nextInt(200), evses);
        return new Problem(
                grid,
                evses.stream()
                        .filter(evse -> random.nextInt(8) > 0)
                        .map(evse -> Sites.randomDemand(random, evse, reserves))
                        .toList());
    }

    private static void assertUsable(String at, Demand demand, int share) {
        if (share != 0) {
            assertThat(share)
                    .as(at + demand)
                    .isBetween(demand.least().milliamperes(), demand.most().milliamperes());
            assertThat(share == demand.least().milliamperes()
                            || share % demand.step().milliamperes() == 0)
                    .as("%s%s: step of %d", at, demand, share)
                    .isTrue();
        }
    }

    private static Problem fine(Problem problem) {
        return new Problem(
                problem.grid(),
                problem.demands().stream()
                        .map(d -> new Demand(
                                d.evse(),
                                d.phases(),
                                d.least(),
                                d.most(),
                                Current.milliamperes(1),
                                d.reserved(),
                                d.held(),
                                d.waiting(),
                                d.holding(),
                                d.cap()))
                        .toList());
    }

    private static Demand again(Demand d, Current held) {
        boolean on = held.isPositive();
        return new Demand(
                d.evse(),
                d.phases(),
                d.least(),
                d.most(),
                d.step(),
                d.reserved(),
                held,
                on ? 0 : 1,
                on ? 1 : 0,
                d.cap());
    }

    private static Limit grown(Limit limit, double factor) {
        PhaseCurrents now = limit.available();
        return new Limit(
                limit.node(),
                PhaseCurrents.amperes(
                        now.l1().amperes() * factor,
                        now.l2().amperes() * factor,
                        now.l3().amperes() * factor),
                limit.why(),
                limit.evses(),
                limit.children().stream().map(child -> grown(child, factor)).toList());
    }

    private static int firstDifference(List<Integer> before, List<Integer> after) {
        for (int i = 0; i < before.size(); i++) {
            if (Math.abs(before.get(i) - after.get(i)) > 200) {
                return after.get(i) - before.get(i);
            }
        }
        return 0;
    }

    private static List<Integer> sorted(Map<EvseId, Share> shares) {
        return shares.values().stream()
                .map(share -> share.current().milliamperes())
                .sorted()
                .toList();
    }

    private static Set<EvseId> served(Map<EvseId, Share> shares) {
        var served = new HashSet<EvseId>();
        shares.forEach((evse, share) -> {
            if (share.current().isPositive()) {
                served.add(evse);
            }
        });
        return served;
    }

    private static Set<EvseId> evses(Problem problem) {
        return new HashSet<>(problem.demands().stream().map(Demand::evse).toList());
    }

    private static int current(Map<EvseId, Share> shares, Demand demand) {
        return Objects.requireNonNull(shares.get(demand.evse())).current().milliamperes();
    }

    private static List<Row> rows(Problem problem) {
        Map<EvseId, Demand> byEvse = new HashMap<>();
        problem.demands().forEach(demand -> byEvse.put(demand.evse(), demand));
        return nodes(problem.grid())
                .flatMap(node -> Stream.of(Phase.values()).map(phase -> row(node, phase, byEvse)))
                .toList();
    }

    private static Row row(Limit node, Phase phase, Map<EvseId, Demand> demands) {
        List<Demand> below = nodes(node)
                .flatMap(each -> each.evses().stream())
                .filter(demands::containsKey)
                .map(demands::get)
                .filter(demand -> demand.phases().contains(phase))
                .toList();
        return new Row(node.node() + phase, node.available().on(phase).milliamperes(), below);
    }

    private static Stream<Limit> nodes(Limit node) {
        return Stream.concat(Stream.of(node), node.children().stream().flatMap(FairSharePropertyTest::nodes));
    }

    record Row(String name, long available, List<Demand> below) {

        boolean loads(Demand demand) {
            return below.contains(demand);
        }

        void assertWithin(String at, Map<EvseId, Share> shares) {
            assertThat(sum(shares)).as(at + name).isLessThanOrEqualTo(available);
            assertThat(taken(shares)).as(at + name).isLessThanOrEqualTo(Math.max(available, reserves()));
        }

        boolean isFullAtMinima(Map<EvseId, Share> shares, Demand extra) {
            long minima = below.stream()
                    .filter(d -> current(shares, d) > 0)
                    .mapToLong(d -> d.least().milliamperes())
                    .sum();
            return minima + extra.least().milliamperes() > available;
        }

        /** Whether there is no room for one more piece, even if those with more gave what they have beyond. */
        boolean stops(Demand demand, Map<EvseId, Share> shares) {
            int wanted = current(shares, demand) + PIECE;
            long beyond = below.stream()
                    .mapToLong(other -> beyond(other, wanted, shares))
                    .sum();
            return hasNoRoom(demand, PIECE, beyond, shares);
        }

        boolean hasNoRoom(Demand demand, int piece, Map<EvseId, Share> shares) {
            return hasNoRoom(demand, piece, 0, shares);
        }

        private boolean hasNoRoom(Demand demand, int piece, long beyond, Map<EvseId, Share> shares) {
            int reserved = demand.reserved().milliamperes();
            int wanted = current(shares, demand) + piece;
            if (reserves() > available && wanted > reserved) {
                return true;
            }
            int taken = Math.max(0, wanted - Math.max(reserved, current(shares, demand)));
            return (taken > 0 && taken(shares) - beyond + taken > Math.max(available, reserves()))
                    || sum(shares) - beyond + piece > available;
        }

        /** What the other has more, without its least and what is set aside for it anyway, which nobody else can have. */
        private long beyond(Demand other, int share, Map<EvseId, Share> shares) {
            int kept = Math.max(other.least().milliamperes(), other.reserved().milliamperes());
            return Math.max(0, current(shares, other) - Math.max(kept, share));
        }

        private long reserves() {
            return below.stream().mapToLong(d -> d.reserved().milliamperes()).sum();
        }

        private long sum(Map<EvseId, Share> shares) {
            return below.stream().mapToLong(d -> current(shares, d)).sum();
        }

        private long taken(Map<EvseId, Share> shares) {
            return below.stream()
                    .mapToLong(d -> Math.max(current(shares, d), d.reserved().milliamperes()))
                    .sum();
        }
    }
}
