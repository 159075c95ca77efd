package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A problem as flat arrays: nodes parents first, demands in tree order so that a subtree is a range, and one row per node and
 * phase that says what may flow there. Currents are milliamperes.
 */
final class Layout {

    private static final Phase[] PHASES = Phase.values();
    private static final int ALL_PHASES = 7;
    private static final int SMALL = 16;
    private static final int[] NOWHERE = {};

    final List<Limit> nodes = new ArrayList<>();
    final List<Demand> demands = new ArrayList<>();

    /** Per row. */
    final long[] available;
    /** Per row: what all demands below have set aside. */
    final long[] reserves;
    /**
     * Per row: whether more is set aside than is available, as when a limit fell below the armed fail-safes. Then withholding
     * shares makes nothing safer, so shares up to what is set aside anyway are allowed as long as they fit by themselves.
     */
    final boolean[] crowded;
    /** Per row: what those have who were served before; of use where it is crowded, elsewhere it is part of what is set aside. */
    private final long[] taken;
    /** Per demand: the rows it loads, from its own node to the root. */
    final int[][] rows;

    final int[] least;
    final int[] most;
    final Ladder[] ladder;
    final int[] reserved;

    /** Per demand: a bit for each phase that it loads. */
    private final int[] masks;

    private int[] parents = new int[SMALL];
    private int[] firsts = new int[SMALL];
    private int[] ends = new int[SMALL];
    private int[] lasts = new int[SMALL];
    private final int[] homes;

    /**
     * @param served who was served before, and with what; it is set aside for them in the problem
     */
    Layout(Problem problem, Map<EvseId, Share> served) {
        var wanted = new Wanted(problem.demands());
        homes = new int[problem.demands().size()];
        visit(problem.grid(), -1, wanted);
        available = new long[nodes.size() * PHASES.length];
        reserves = new long[available.length];
        crowded = new boolean[available.length];
        taken = new long[available.length];
        rows = new int[demands.size()][];
        masks = new int[demands.size()];
        least = new int[demands.size()];
        most = new int[demands.size()];
        ladder = new Ladder[demands.size()];
        reserved = new int[demands.size()];
        readLimits();
        readDemands();
        readServed(served);
    }

    private void visit(Limit limit, int parent, Wanted wanted) {
        int node = nodes.size();
        grow(node);
        nodes.add(limit);
        parents[node] = parent;
        firsts[node] = demands.size();
        for (EvseId evse : limit.evses()) {
            int demand = wanted.take(evse);
            if (demand != Wanted.NONE) {
                homes[demands.size()] = node;
                demands.add(wanted.demand(demand));
            }
        }
        for (Limit child : limit.children()) {
            visit(child, node, wanted);
        }
        ends[node] = demands.size();
        lasts[node] = nodes.size();
    }

    private void grow(int node) {
        if (node == parents.length) {
            parents = Arrays.copyOf(parents, 2 * node);
            firsts = Arrays.copyOf(firsts, 2 * node);
            ends = Arrays.copyOf(ends, 2 * node);
            lasts = Arrays.copyOf(lasts, 2 * node);
        }
    }

    private void readLimits() {
        for (int row = 0; row < available.length; row++) {
            Current current = nodes.get(node(row)).available().on(phase(row));
            available[row] = Math.max(0, current.milliamperes());
        }
    }

    private void readDemands() {
        int[][] ways = new int[ALL_PHASES + 1][];
        int home = -1;
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            if (homes[i] != home) {
                home = homes[i];
                Arrays.fill(ways, NOWHERE);
            }
            masks[i] = mask(demand);
            if (ways[masks[i]].length == 0) {
                ways[masks[i]] = way(home, masks[i]);
            }
            rows[i] = ways[masks[i]];
            least[i] = Ladder.least(demand);
            most[i] = demand.most().milliamperes();
            ladder[i] = i == 0 ? Ladder.of(demand) : ladder[i - 1].orOf(demand);
            reserved[i] = Math.max(0, demand.reserved().milliamperes());
            addToHome(reserves, i, reserved[i]);
        }
        sumUp(reserves, 0);
        for (int row = 0; row < available.length; row++) {
            crowded[row] = reserves[row] > available[row];
        }
    }

    private void readServed(Map<EvseId, Share> served) {
        for (int i = 0; i < demands.size() && !served.isEmpty(); i++) {
            Share share = served.get(demands.get(i).evse());
            if (share != null) {
                addToHome(taken, i, share.current().milliamperes());
            }
        }
        sumUp(taken, 0);
    }

    /** One that does not say which phases it loads is taken to load all. */
    private static int mask(Demand demand) {
        int mask = 0;
        for (Phase phase : demand.phases()) {
            mask |= phase == Phase.L1 ? 1 : phase == Phase.L2 ? 2 : 4;
        }
        return mask == 0 ? ALL_PHASES : mask;
    }

    private int[] way(int home, int mask) {
        int depth = 0;
        for (int node = home; node >= 0; node = parents[node]) {
            depth++;
        }
        int[] way = new int[depth * Integer.bitCount(mask)];
        int count = 0;
        for (int node = home; node >= 0; node = parents[node]) {
            for (int phase = 0; phase < PHASES.length; phase++) {
                if ((mask & (1 << phase)) != 0) {
                    way[count++] = node * PHASES.length + phase;
                }
            }
        }
        return way;
    }

    /** Adds to what is counted for the lines that the demand loads on its own node. */
    void addToHome(long[] perRow, int demand, long amount) {
        int row = homes[demand] * PHASES.length;
        int mask = masks[demand];
        perRow[row] += (mask & 1) == 0 ? 0 : amount;
        perRow[row + 1] += (mask & 2) == 0 ? 0 : amount;
        perRow[row + 2] += (mask & 4) == 0 ? 0 : amount;
    }

    /** Adds what is counted on the nodes below a node to the nodes above them, up to and with that node. */
    void sumUp(long[] perRow, int top) {
        for (int node = lasts[top] - 1; node > top; node--) {
            int row = node * PHASES.length;
            int above = parents[node] * PHASES.length;
            perRow[above] += perRow[row];
            perRow[above + 1] += perRow[row + 1];
            perRow[above + 2] += perRow[row + 2];
        }
    }

    /** The node above; -1 above the root. */
    int above(int node) {
        return parents[node];
    }

    /** One past the last node below the node. */
    int last(int node) {
        return lasts[node];
    }

    int size() {
        return demands.size();
    }

    /** Whether the demand can make use of anything. */
    boolean contends(int demand) {
        return least[demand] > 0 && most[demand] >= least[demand];
    }

    /** What a share takes from a row beyond what is set aside anyway. */
    int cost(int row, int demand, int share) {
        return crowded[row] ? share : Math.max(0, share - reserved[demand]);
    }

    /** What a row has for shares beyond what is set aside anyway. */
    long headroom(int row) {
        return crowded[row] ? shareable(row) : available[row] - reserves[row];
    }

    /** What all shares in a row may sum to, where what is set aside does not count. */
    long shareable(int row) {
        return available[row] - (crowded[row] ? taken[row] : 0);
    }

    /** Whether a row forbids the share whatever the others take. */
    boolean forbids(int row, int demand, int share) {
        return crowded[row] && share > reserved[demand];
    }

    int node(int row) {
        return row / PHASES.length;
    }

    Phase phase(int row) {
        return PHASES[row % PHASES.length];
    }

    /** First demand below the row's node. */
    int first(int row) {
        return firsts[node(row)];
    }

    /** One past the last demand below the row's node. */
    int end(int row) {
        return ends[node(row)];
    }

    /** Whether the demand loads the row; the demand has to be below the row's node. */
    boolean loads(int demand, int row) {
        return (masks[demand] & (1 << (row % PHASES.length))) != 0;
    }
}
