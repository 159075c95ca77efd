package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Phase;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A problem as flat arrays: nodes parents first, demands in tree order so that a subtree is a range, and one row per node and
 * phase that says what may flow there. Currents are milliamperes.
 */
final class Layout {

    private static final Phase[] PHASES = Phase.values();
    private static final int ALL_PHASES = 7;

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
    /** Per demand: the rows it loads, from its own node to the root. */
    final int[][] rows;

    final int[] least;
    final int[] most;
    final Ladder[] ladder;
    final int[] reserved;

    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final List<Integer> homes = new ArrayList<>();

    Layout(Problem problem) {
        Map<EvseId, Demand> wanted = new HashMap<>(2 * problem.demands().size());
        for (Demand demand : problem.demands()) {
            if (wanted.put(demand.evse(), demand) != null) {
                throw new IllegalArgumentException("two demands for " + demand.evse());
            }
        }
        visit(problem.grid(), -1, wanted);
        available = new long[nodes.size() * PHASES.length];
        reserves = new long[available.length];
        crowded = new boolean[available.length];
        rows = new int[demands.size()][];
        least = new int[demands.size()];
        most = new int[demands.size()];
        ladder = new Ladder[demands.size()];
        reserved = new int[demands.size()];
        readLimits();
        readDemands();
    }

    private void visit(Limit limit, int parent, Map<EvseId, Demand> wanted) {
        int node = nodes.size();
        nodes.add(limit);
        parents.add(parent);
        firsts.add(demands.size());
        ends.add(0);
        for (EvseId evse : limit.evses()) {
            Demand demand = wanted.remove(evse);
            if (demand != null) {
                demands.add(demand);
                homes.add(node);
            }
        }
        for (Limit child : limit.children()) {
            visit(child, node, wanted);
        }
        ends.set(node, demands.size());
    }

    private void readLimits() {
        for (int row = 0; row < available.length; row++) {
            Current current = nodes.get(node(row)).available().on(phase(row));
            available[row] = Math.max(0, current.milliamperes());
        }
    }

    private void readDemands() {
        var shared = new HashMap<Integer, int[]>();
        for (int i = 0; i < demands.size(); i++) {
            Demand demand = demands.get(i);
            int mask = mask(demand);
            int home = homes.get(i);
            rows[i] = shared.computeIfAbsent(home * 8 + mask, key -> path(home, mask));
            least[i] = Ladder.least(demand);
            most[i] = demand.most().milliamperes();
            ladder[i] = Ladder.of(demand);
            reserved[i] = Math.max(0, demand.reserved().milliamperes());
            for (int row : rows[i]) {
                reserves[row] += reserved[i];
            }
        }
        for (int row = 0; row < available.length; row++) {
            crowded[row] = reserves[row] > available[row];
        }
    }

    /** One that does not say which phases it loads is taken to load all. */
    private static int mask(Demand demand) {
        int mask = 0;
        for (int phase = 0; phase < PHASES.length; phase++) {
            mask |= demand.phases().contains(PHASES[phase]) ? 1 << phase : 0;
        }
        return mask == 0 ? ALL_PHASES : mask;
    }

    private int[] path(int home, int mask) {
        var path = new ArrayList<Integer>();
        for (int node = home; node >= 0; node = parents.get(node)) {
            for (int phase = 0; phase < PHASES.length; phase++) {
                if ((mask & (1 << phase)) != 0) {
                    path.add(node * PHASES.length + phase);
                }
            }
        }
        return path.stream().mapToInt(Integer::intValue).toArray();
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
        return crowded[row] ? available[row] : available[row] - reserves[row];
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
        return firsts.get(node(row));
    }

    /** One past the last demand below the row's node. */
    int end(int row) {
        return ends.get(node(row));
    }

    /** Whether the demand loads the row; the demand has to be below the row's node. */
    boolean loads(int demand, int row) {
        for (int own : rows[demand]) {
            if (own == row) {
                return true;
            }
        }
        return false;
    }
}
