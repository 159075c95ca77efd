package io.voltwright.charging.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rise that jumps against one that goes piece by piece all the way: the same shares, stopped by the same rows. */
class RiseTest {

    private static final long TURN = 900;

    private final long seed = Long.getLong("voltwright.seed", System.nanoTime());

    @Test
    void jumpsEndWherePiecesEnd() {
        for (int run = 0; run < MixedSharePropertyTest.RUNS; run++) {
            assertSame("seed " + (seed + run), MixedSharePropertyTest.random(new Random(seed + run)));
        }
    }

    @Test
    void alsoWhereThePowerOfEveryNodeIsLimited() {
        for (int evses : new int[] {10, 100, 1_000}) {
            assertSame(evses + " EVSEs", FiveLevels.problem(evses, FiveLevels.Case.POWER, seed));
        }
    }

    private static void assertSame(String at, Problem problem) {
        var network = new Network(problem);
        int[] all = IntStream.range(0, network.size()).toArray();
        var loads = new Loads(network, Map.of());
        var rise = new Rise(network, loads, TURN);
        rise.raise(all);
        var slow = new Pieces(network);
        slow.raise(all);
        assertThat(loads.share).as(at).isEqualTo(slow.loads.share);
        assertThat(rise.stoppedBy).as(at).isEqualTo(slow.stoppedBy);
    }

    /** As it is said in a sentence: who is next in turn gets its least, then the smallest share rises by a piece. */
    private static final class Pieces {

        final Loads loads;
        final int[] stoppedBy;
        private final Network network;

        Pieces(Network network) {
            this.network = network;
            loads = new Loads(network, Map.of());
            stoppedBy = IntStream.range(0, network.size()).map(i -> Loads.NONE).toArray();
        }

        void raise(int[] demands) {
            IntStream.of(demands)
                    .filter(i ->
                            least(i) > 0 && least(i) <= network.demand(i).most().milliamperes())
                    .boxed()
                    .sorted(Comparator.comparingLong((Integer i) -> Turns.claim(network.demand(i), TURN))
                            .thenComparing(i -> i))
                    .forEach(i -> to(i, least(i)));
            var takers = new PriorityQueue<Integer>(
                    Comparator.comparingInt((Integer i) -> loads.share[i]).thenComparing(i -> i));
            IntStream.of(demands).filter(i -> loads.share[i] > 0).forEach(takers::add);
            while (!takers.isEmpty()) {
                int i = takers.remove();
                Demand wish = network.demand(i);
                int next = Ladder.of(wish).next(loads.share[i], 100, wish.most().milliamperes());
                if (next > loads.share[i] && to(i, next)) {
                    takers.add(i);
                }
            }
        }

        private int least(int demand) {
            return Ladder.least(network.demand(demand));
        }

        private boolean to(int demand, int share) {
            boolean fits = loads.room(demand, share) >= share;
            stoppedBy[demand] = fits ? Loads.NONE : loads.full();
            if (fits) {
                loads.set(demand, share);
            }
            return fits;
        }
    }
}
