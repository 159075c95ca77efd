package io.voltwright.charging.balance;

import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.Arrays;

/**
 * Decides who is served now. Where the minima of all do not fit, those who hold something keep it for a turn; after it they yield
 * to those who have waited as long, the longest waiting first.
 */
final class Turns {

    /** No row. */
    static final int NONE = -1;

    /** A car that was told to stop lets go of what was set aside for it within this time, or never will; seconds. */
    private static final long RELEASE = 60;

    /** Seventeen years: a claim fits into 31 bits, which are counted, not compared, when they are sorted. */
    private static final int LONGEST = (1 << 29) - 1;

    /** Per demand: whether it is served. */
    final boolean[] served;
    /** Per demand that waits: the row that has no room for it. */
    final int[] blockedBy;
    /** Per demand that waits: how many others wait for the same row and come first. */
    final int[] before;

    private final Layout layout;
    private final long turn;

    Turns(Layout layout, long turn) {
        this.layout = layout;
        this.turn = turn;
        served = new boolean[layout.size()];
        blockedBy = new int[layout.size()];
        before = new int[layout.size()];
        Arrays.fill(blockedBy, NONE);
        if (!allFit()) {
            pack(ranked());
        }
    }

    /** Where all minima fit, the order does not matter: what they take is summed up node by node. */
    private boolean allFit() {
        long[] shares = new long[layout.available.length];
        long[] beyond = new long[shares.length];
        for (int i = 0; i < layout.size(); i++) {
            if (layout.contends(i)) {
                layout.addToHome(shares, i, layout.least[i]);
                layout.addToHome(beyond, i, Math.max(0, layout.least[i] - layout.reserved[i]));
                served[i] = true;
            }
        }
        layout.sumUp(shares, 0);
        layout.sumUp(beyond, 0);
        for (int row = 0; row < shares.length; row++) {
            boolean over = (layout.crowded[row] ? shares[row] : beyond[row]) > layout.headroom(row);
            if (over || (layout.crowded[row] && forbidsOne(row))) {
                Arrays.fill(served, false);
                return false;
            }
        }
        return true;
    }

    private boolean forbidsOne(int row) {
        for (int i = layout.first(row); i < layout.end(row); i++) {
            if (served[i] && layout.loads(i, row) && layout.forbids(row, i, layout.least[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Two counts run side by side. The plan counts on those who lost their turn to let go of what is set aside for them; the
     * other counts it as long as they have not. Who is in the plan but does not fit yet waits for them, and nobody behind takes
     * its place meanwhile.
     */
    private void pack(int[] ranked) {
        long[] left = new long[layout.available.length];
        Arrays.setAll(left, layout::headroom);
        long[] planned = planned();
        int[] waiting = new int[left.length];
        for (int i : ranked) {
            int row = unplanned(i, planned);
            if (row == NONE) {
                plan(i, planned);
                row = blocked(i, left);
            }
            if (row == NONE) {
                take(i, left);
                served[i] = true;
            } else {
                blockedBy[i] = row;
                before[i] = waiting[row];
                waiting[row] += hopeless(row, i) ? 0 : 1;
            }
        }
    }

    /** Whether the row could not serve the demand even if it had it to itself. */
    boolean hopeless(int row, int demand) {
        return layout.available[row] < layout.least[demand];
    }

    private long[] planned() {
        long[] planned = new long[layout.available.length];
        Arrays.setAll(planned, layout::shareable);
        for (int i = 0; i < layout.size(); i++) {
            if (!letsGo(i)) {
                for (int row : layout.rows[i]) {
                    planned[row] -= layout.crowded[row] ? 0 : layout.reserved[i];
                }
            }
        }
        return planned;
    }

    private boolean letsGo(int demand) {
        Demand wish = layout.demands.get(demand);
        return layout.contends(demand) && (wish.held().isPositive() || wish.waiting() < RELEASE);
    }

    private int unplanned(int demand, long[] planned) {
        for (int row : layout.rows[demand]) {
            if (planned[row] < plannedCost(row, demand)) {
                return row;
            }
        }
        return NONE;
    }

    private void plan(int demand, long[] planned) {
        for (int row : layout.rows[demand]) {
            planned[row] -= plannedCost(row, demand);
        }
    }

    private int plannedCost(int row, int demand) {
        return layout.crowded[row] || !letsGo(demand)
                ? layout.cost(row, demand, layout.least[demand])
                : Math.max(layout.least[demand], layout.reserved[demand]);
    }

    private int blocked(int demand, long[] left) {
        int share = layout.least[demand];
        for (int row : layout.rows[demand]) {
            int cost = layout.cost(row, demand, share);
            if ((cost > 0 && left[row] < cost) || layout.forbids(row, demand, share)) {
                return row;
            }
        }
        return NONE;
    }

    private void take(int demand, long[] left) {
        for (int row : layout.rows[demand]) {
            left[row] -= layout.cost(row, demand, layout.least[demand]);
        }
    }

    /** Those who contend, first come first; equal claims in the order of the tree. */
    private int[] ranked() {
        long[] keys = new long[layout.size()];
        int count = 0;
        for (int i = 0; i < layout.size(); i++) {
            if (layout.contends(i)) {
                keys[count++] = key(i, layout.demands.get(i), turn);
            }
        }
        keys = Heap.sorted(keys, count);
        int[] ranked = new int[count];
        for (int k = 0; k < count; k++) {
            ranked[k] = (int) keys[k];
        }
        return ranked;
    }

    /** The smaller comes first; the lower half is the demand. */
    static long key(int demand, Demand wish, long turn) {
        return (claim(wish, turn) << Integer.SIZE) | demand;
    }

    /**
     * In 31 bits. Smaller comes first: in its turn, waited a turn, had its turn, waits; the shorter held and the longer waiting
     * first.
     */
    static long claim(Demand wish, long turn) {
        boolean holds = wish.held().isPositive();
        long time = Math.max(0, Math.min(holds ? wish.holding() : wish.waiting(), LONGEST));
        long group;
        if (holds) {
            group = time < turn ? 0 : 2;
        } else {
            group = time >= turn ? 1 : 3;
        }
        return (group << 29) | (holds ? time : LONGEST - time);
    }
}
