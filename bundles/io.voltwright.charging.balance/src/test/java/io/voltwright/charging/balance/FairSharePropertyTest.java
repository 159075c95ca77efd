package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for any site; judged by definitions, not by a second allocator. */
class FairSharePropertyTest {

    static final int RUNS =
            (int) Math.max(3, 20_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));

    final FairShare policy = new FairShare(Duration.ofMinutes(15));
    final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    void noLimitIsExceededAndWhatIsGivenCanBeUsed() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = random(new Random(seed + run), true);
            Map<EvseId, Share> shares = policy.share(problem);
            String at = "seed " + (seed + run) + ": ";

            assertThat(shares.keySet()).as(at).isEqualTo(evses(problem));
            problem.demands().forEach(demand -> assertUsable(at, demand, Row.current(shares, demand)));
            Row.all(problem).forEach(row -> row.assertWithin(at, shares));
        }
    }

    /** Bertsekas and Gallager: max-min fair is who has a full row on its way where nobody has more. */
    @Test
    void nobodyCanHaveMoreWithoutTakingFromOneWithNoMore() {
        for (int run = 0; run < RUNS; run++) {
            Problem problem = fine(random(new Random(seed + run), true));
            Map<EvseId, Share> shares = policy.share(problem);
            List<Row> rows = Row.all(problem);
            for (Demand demand : problem.demands()) {
                int share = Row.current(shares, demand);
                if (share > 0 && share + Row.PIECE <= demand.most().milliamperes()) {
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
            List<Row> rows = Row.all(problem);
            for (Demand demand : problem.demands()) {
                int share = Row.current(shares, demand);
                int step = Math.max(Row.PIECE, demand.step().milliamperes());
                assertThat(share)
                        .as("seed %d: %s", seed + run, demand)
                        .isGreaterThan(Row.current(exact, demand) - step);
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
            List<Row> rows = Row.all(problem);
            for (Demand demand : problem.demands()) {
                if (Row.current(shares, demand) == 0 && !demand.least().exceeds(demand.most())) {
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
                    .map(d -> again(d, Current.milliamperes(Row.current(first, d))))
                    .toList();

            assertThat(served(policy.share(new Problem(problem.grid(), next))))
                    .as("seed " + (seed + run))
                    .isEqualTo(served(first));
        }
    }

    static Problem random(Random random, boolean reserves) {
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
                        .map(d -> d.but().step(Current.milliamperes(1)).build())
                        .toList());
    }

    private static Demand again(Demand d, Current held) {
        boolean on = held.isPositive();
        return d.but().held(held).waiting(on ? 0 : 1).holding(on ? 1 : 0).build();
    }

    private static Limit grown(Limit limit, double factor) {
        PhaseCurrents now = limit.available();
        return limit.available(
                        PhaseCurrents.amperes(
                                now.l1().amperes() * factor,
                                now.l2().amperes() * factor,
                                now.l3().amperes() * factor),
                        limit.why())
                .children(limit.children().stream()
                        .map(child -> grown(child, factor))
                        .toList());
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
}
