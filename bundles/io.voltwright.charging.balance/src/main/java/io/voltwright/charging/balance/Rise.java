package io.voltwright.charging.balance;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Shares what a network still carries fairly: who is next in turn gets its least, then the smallest share rises, piece by piece.
 * The same as {@link Filling}, up to a piece, where currents do not simply add.
 *
 * <p>Implementation: where all rows on a demand's way carry all that could come until some level, it rises to that level at once;
 * the others rise half as far first. So piece by piece go only those whose row fills up just there.
 */
final class Rise {

    /** Milliamperes. */
    private static final int PIECE = 100;

    /** Over so few the plain way is as fast. */
    private static final int FINE = 2 * PIECE;

    /** Per demand: the row that bounds its share, or {@link Loads#NONE}. */
    final int[] stoppedBy;

    private final Network network;
    private final Loads loads;
    private final long turn;
    private final Ladder[] ladders;
    private final int[] most;
    /** Per demand: whether it rises no more. */
    private final boolean[] stopped;

    Rise(Network network, Loads loads, long turn) {
        this.network = network;
        this.loads = loads;
        this.turn = turn;
        stoppedBy = new int[network.size()];
        stopped = new boolean[network.size()];
        ladders = new Ladder[network.size()];
        most = new int[ladders.length];
        for (int i = 0; i < ladders.length; i++) {
            most[i] = network.demand(i).most().milliamperes();
            ladders[i] = i == 0 ? Ladder.of(network.demand(i)) : ladders[i - 1].orOf(network.demand(i));
        }
        Arrays.fill(stoppedBy, Loads.NONE);
    }

    void raise(int[] demands) {
        int[] able = IntStream.of(demands)
                .filter(i -> Ladder.contends(network.demand(i)))
                .toArray();
        beginInTurn(able);
        int[] takers = IntStream.of(able).filter(i -> loads.share[i] > 0).toArray();
        int lowest = Integer.MAX_VALUE;
        int highest = 0;
        for (int i : takers) {
            lowest = Math.min(lowest, loads.share[i]);
            highest = Math.max(highest, most[i]);
        }
        climb(takers, lowest, highest + 1);
    }

    private void beginInTurn(int[] able) {
        long[] claims = new long[able.length];
        int count = 0;
        for (int i : able) {
            if (loads.share[i] == 0) {
                claims[count++] = Turns.key(i, network.demand(i), turn);
            }
        }
        for (long claim : Heap.sorted(claims, count)) {
            begin((int) claim);
        }
    }

    /** Raises all those below the level until they reach it, or are stopped. */
    private void climb(int[] takers, int from, int to) {
        int[] below = IntStream.of(takers)
                .filter(i -> !stopped[i] && loads.share[i] < to)
                .toArray();
        if (below.length == 0) {
            return;
        }
        if (to - from <= FINE) {
            pieceByPiece(below, to);
            return;
        }
        int[] unsure = jump(below, to);
        int half = from + (to - from) / 2;
        climb(unsure, from, half);
        climb(unsure, half, to);
    }

    /** Lets those rise at once whom nothing can stop; returns the others. */
    private int[] jump(int[] takers, int to) {
        int[] goals = new int[takers.length];
        double[] ofKind = new double[network.kinds.size()];
        for (int k = 0; k < takers.length; k++) {
            goals[k] = goal(takers[k], to);
            ofKind[network.kind[takers[k]]] += loads.adds(takers[k], goals[k]);
        }
        boolean[] sure = sure(ofKind);
        int[] unsure = new int[takers.length];
        int count = 0;
        for (int k = 0; k < takers.length; k++) {
            int i = takers[k];
            if (sure[network.kind[i]]) {
                loads.set(i, goals[k]);
                stopped[i] = goals[k] < to;
            } else {
                unsure[count++] = i;
            }
        }
        return Arrays.copyOf(unsure, count);
    }

    /** Per kind: whether every row that it loads carries what all kinds add. */
    private boolean[] sure(double[] ofKind) {
        double[] more = new double[network.rows.size()];
        for (int k = 0; k < ofKind.length; k++) {
            Network.Kind kind = network.kinds.get(k);
            for (int way = 0; ofKind[k] > 0 && way < kind.rows.length; way++) {
                more[kind.rows[way]] += kind.magnitude[way] * ofKind[k];
            }
        }
        boolean[] sure = new boolean[ofKind.length];
        for (int k = 0; k < ofKind.length; k++) {
            sure[k] = ofKind[k] > 0 && loads.carries(more, network.kinds.get(k));
        }
        return sure;
    }

    private int goal(int demand, int level) {
        return ladders[demand].upTo(loads.share[demand], PIECE, most[demand], level);
    }

    /** The plain way: the smallest share first. */
    private void pieceByPiece(int[] demands, int to) {
        var takers = new Heap();
        IntStream.of(demands).forEach(i -> takers.add(taker(i)));
        while (!takers.isEmpty()) {
            int i = (int) takers.remove();
            if (!rise(i)) {
                stopped[i] = true;
            } else if (loads.share[i] < to) {
                takers.add(taker(i));
            }
        }
    }

    private long taker(int demand) {
        return ((long) loads.share[demand] << 32) | demand;
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
        int next = ladders[demand].next(loads.share[demand], PIECE, most[demand]);
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
