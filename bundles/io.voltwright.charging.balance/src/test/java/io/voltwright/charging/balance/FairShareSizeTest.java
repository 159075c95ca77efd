package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large sites: 10,000 points in five levels of ten. */
class FairShareSizeTest {

    // The aim is 10 ms on a quiet machine; a test on one that is slow and busy only has to notice a wrong order of
    // growth:
    // the square of 10,000 are 100 million steps, which take a second anywhere.
    @Test
    void tenThousandPointsAreSharedWellWithinACycle() {
        var policy = new FairShare(Duration.ofMinutes(15));
        Problem problem = problem(new Random(1));
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 30; run++) {
            long start = System.nanoTime();
            assertThat(policy.share(problem)).hasSize(10_000);
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("10,000 points: %.1f ms%n", best / 1e6);

        assertThat(best).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    // Equal up to the pieces of 100 mA in which what rounding leaves is handed on.
    @Test
    void theTextbookFindsTheSameShares() {
        for (int evses : new int[] {10, 100, 1000}) {
            Problem problem = FiveLevels.problem(evses, false, evses);
            var textbook = TextbookFilling.milliamperes(problem);
            FiveLevels.milliamperes(problem).forEach((evse, share) -> assertThat((double) share)
                    .as("%s of %d", evse, evses)
                    .isCloseTo(Objects.requireNonNull(textbook.get(evse)), within(200.0)));
        }
    }

    private static Problem problem(Random random) {
        var evses = new ArrayList<EvseId>();
        Limit grid = tree(random, 4, 60_000, evses);
        List<Demand> demands = evses.stream()
                .map(evse -> Sites.randomDemand(random, evse, true))
                .toList();
        return new Problem(grid, demands);
    }

    private static Limit tree(Random random, int levels, double amperes, List<EvseId> evses) {
        var own = new ArrayList<EvseId>();
        var children = new ArrayList<Limit>();
        for (int i = 0; i < 10; i++) {
            if (levels > 1) {
                children.add(tree(random, levels - 1, amperes / (6 + random.nextInt(6)), evses));
            } else {
                own.add(new EvseId("e" + evses.size()));
                evses.add(own.get(i));
            }
        }
        var available = PhaseCurrents.amperes(amperes, amperes * 0.9, amperes * 0.8);
        return new Limit("n" + levels, available, "fuse", own, children);
    }
}
