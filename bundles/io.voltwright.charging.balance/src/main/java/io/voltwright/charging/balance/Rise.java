package io.voltwright.charging.balance;

import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Shares what a network still carries fairly: who is next in turn gets its least, then the smallest share rises, piece by piece.
 * The same as {@link Filling}, up to a piece, where currents do not simply add.
 */
final class Rise {

    /** Milliamperes. */
    private static final int PIECE = 100;

    /** Per demand: the row that bounds its share, or {@link Loads#NONE}. */
    final int[] stoppedBy;

    private final Network network;
    private final Loads loads;
    private final long turn;

    Rise(Network network, Loads loads, long turn) {
        this.network = network;
        this.loads = loads;
        this.turn = turn;
        stoppedBy = new int[network.size()];
        Arrays.fill(stoppedBy, Loads.NONE);
    }

    void raise(int[] demands) {
        int[] able = IntStream.of(demands).filter(this::contends).toArray();
        IntStream.of(able)
                .filter(i -> loads.share[i] == 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> Turns.claim(network.demand(i), turn))
                        .thenComparing(i -> i))
                .forEach(this::begin);
        var takers = new PriorityQueue<Long>(Math.max(1, able.length));
        IntStream.of(able).filter(i -> loads.share[i] > 0).forEach(i -> takers.add(taker(i)));
        while (!takers.isEmpty()) {
            int i = (int) (long) takers.remove();
            if (rise(i)) {
                takers.add(taker(i));
            }
        }
    }

    private long taker(int demand) {
        return ((long) loads.share[demand] << 32) | demand;
    }

    private boolean contends(int index) {
        Demand demand = network.demand(index);
        int least = Ladder.least(demand);
        return least > 0 && least <= demand.most().milliamperes();
    }

    private void begin(int demand) {
        int least = Ladder.least(network.demand(demand));
        if (loads.room(demand, least) >= least) {
            loads.set(demand, least);
        } else {
            stoppedBy[demand] = loads.full();
        }
    }

    private boolean rise(int demand) {
        Demand wish = network.demand(demand);
        int next = Ladder.of(wish).next(loads.share[demand], PIECE, wish.most().milliamperes());
        if (next <= loads.share[demand]) {
            stoppedBy[demand] = Loads.NONE;
            return false;
        }
        if (loads.room(demand, next) < next) {
            stoppedBy[demand] = loads.full();
            return false;
        }
        loads.set(demand, next);
        return true;
    }
}
