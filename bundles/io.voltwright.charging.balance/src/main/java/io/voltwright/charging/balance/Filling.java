package io.voltwright.charging.balance;

import java.util.Arrays;

/**
 * Progressive filling: a level rises, every served demand from its least on rises with it, until a row on its way is full or it
 * has all it can use. What results is max-min fair.
 *
 * <p>Implementation: three events per demand (joins the rise, passes what is set aside for it, has enough) are sorted once; a queue
 * holds the level at which each row fills up if nobody joins any more. An entry of the queue may be too early, never too late: it
 * is checked when it comes up. What happens to many at one level is summed up node by node before the rows are looked at. So the work
 * is at most one pass over the rows on each demand's way per event: O(demands * depth) and a sort that counts.
 */
final class Filling {

    private static final int JOIN = 0;
    private static final int PASS = 1;
    private static final int ENOUGH = 2;
    private static final int PHASES = 3;
    private static final int[] NOWHERE = {};

    /** So many at one level are summed up first, if there are not many times as many nodes to sum up. */
    private static final int MANY = 8;

    private static final int FEW_ROWS = 4;

    /** Per demand: its share. */
    final int[] share;
    /** Per demand: the row that stopped it, or {@link Turns#NONE}. */
    final int[] stoppedBy;
    /** Per row: what is left beyond all shares and all that is set aside. */
    final long[] left;

    private final Layout layout;
    private final Turns turns;
    private final boolean[] rising;
    private final boolean[] passed;
    private final int[] risers;
    private final int[] countedAt;
    private final int[] fullAt;
    private final boolean[] full;
    private final boolean[] hasJoined;
    private final int[] joined;
    private int joinedCount;
    /** Per row, while many begin or stop at one level: how many more rise after it. */
    private final long[] change;

    private boolean anyFull;
    private int lastLevel;
    private final boolean anyCrowded;
    private final Heap checks = new Heap();

    Filling(Layout layout, Turns turns) {
        this.layout = layout;
        this.turns = turns;
        share = new int[layout.size()];
        stoppedBy = new int[layout.size()];
        rising = new boolean[layout.size()];
        passed = new boolean[layout.size()];
        left = new long[layout.available.length];
        risers = new int[left.length];
        countedAt = new int[left.length];
        fullAt = new int[left.length];
        full = new boolean[left.length];
        hasJoined = new boolean[left.length];
        joined = new int[left.length];
        change = new long[left.length];
        anyCrowded = anyCrowded();
        Arrays.fill(stoppedBy, Turns.NONE);
    }

    private boolean anyCrowded() {
        for (boolean crowded : layout.crowded) {
            if (crowded) {
                return true;
            }
        }
        return false;
    }

    void fill() {
        giveLeast();
        long[] events = events();
        lastLevel = events.length == 0 ? 0 : level(events[events.length - 1]);
        int next = 0;
        while (next < events.length) {
            int level = level(events[next]);
            fillUpTo(level);
            int end = next;
            while (end < events.length && level(events[end]) == level) {
                end++;
            }
            boolean many = end - next > MANY && end - next > layout.nodes.size() / FEW_ROWS;
            for (; next < end; next++) {
                happen((int) events[next] >>> 2, (int) events[next] & 3, level, many);
            }
            if (many) {
                change(0, level);
            }
            scheduleJoined();
        }
    }

    private static int level(long event) {
        return (int) (event >>> 32);
    }

    private void giveLeast() {
        long[] whole = new long[left.length];
        long[] beyond = new long[left.length];
        for (int i = 0; i < layout.size(); i++) {
            if (turns.served[i]) {
                share[i] = layout.least[i];
                layout.addToHome(whole, i, share[i]);
                layout.addToHome(beyond, i, Math.max(0, share[i] - layout.reserved[i]));
            }
        }
        layout.sumUp(whole, 0);
        layout.sumUp(beyond, 0);
        for (int row = 0; row < left.length; row++) {
            left[row] = layout.headroom(row) - (layout.crowded[row] ? whole[row] : beyond[row]);
        }
    }

    /** Sorts what will happen. */
    private long[] events() {
        long[] events = new long[3 * layout.size()];
        int count = 0;
        for (int i = 0; i < layout.size(); i++) {
            int top = turns.served[i] ? ceiling(i) : 0;
            if (top > layout.least[i]) {
                events[count++] = event(layout.least[i], i, JOIN);
                events[count++] = event(top, i, ENOUGH);
                if (layout.reserved[i] > layout.least[i] && layout.reserved[i] < top) {
                    events[count++] = event(layout.reserved[i], i, PASS);
                }
            }
        }
        return Heap.sorted(events, count);
    }

    private static long event(int level, int demand, int kind) {
        return ((long) level << 32) | ((long) demand << 2) | kind;
    }

    /** The most it can use, and not more than is set aside where a crowded row is on its way. */
    private int ceiling(int demand) {
        for (int row : anyCrowded ? layout.rows[demand] : NOWHERE) {
            if (layout.forbids(row, demand, layout.most[demand])) {
                stoppedBy[demand] = row;
                return layout.reserved[demand];
            }
        }
        return layout.most[demand];
    }

    private void fillUpTo(int level) {
        while (!checks.isEmpty() && level(checks.peek()) < level) {
            long check = checks.remove();
            int row = (int) check;
            int at = level(check);
            if (fullAt[row] != at || full[row] || risers[row] == 0) {
                continue;
            }
            count(row, at);
            if (left[row] < risers[row]) {
                full[row] = true;
                anyFull = true;
                stopAllOn(row, at);
            } else {
                schedule(row);
            }
        }
    }

    private void happen(int demand, int kind, int level, boolean many) {
        if (kind == JOIN) {
            rising[demand] = true;
            passed[demand] = level >= layout.reserved[demand];
            if (many && passed[demand] && !anyFull) {
                layout.addToHome(change, demand, 1);
            } else {
                enter(demand, level, true);
            }
        } else if (kind == PASS && rising[demand]) {
            passed[demand] = true;
            enter(demand, level, false);
        } else if (kind == ENOUGH && rising[demand]) {
            stop(demand, level, many);
        }
    }

    /** Whether rising further takes from the row: below what is set aside for it, it does not. */
    private boolean takesFrom(int row, int demand) {
        return layout.crowded[row] || passed[demand];
    }

    private void enter(int demand, int level, boolean crowded) {
        int stopper = Turns.NONE;
        for (int row : layout.rows[demand]) {
            if (takesFrom(row, demand) && (crowded || !layout.crowded[row])) {
                count(row, level);
                risers[row]++;
                if (full[row]) {
                    stopper = row;
                } else if (!hasJoined[row]) {
                    hasJoined[row] = true;
                    joined[joinedCount++] = row;
                }
            }
        }
        if (stopper != Turns.NONE) {
            stoppedBy[demand] = stopper;
            stop(demand, level, false);
        }
    }

    private void stopAllOn(int row, int level) {
        for (int i = layout.first(row); i < layout.end(row); i++) {
            if (rising[i] && takesFrom(row, i) && layout.loads(i, row)) {
                stoppedBy[i] = row;
                stop(i, level, true);
            }
        }
        change(layout.node(row), level);
    }

    /**
     * @param many whether {@link #change} follows for a node above it
     */
    private void stop(int demand, int level, boolean many) {
        rising[demand] = false;
        share[demand] = level;
        if (many && passed[demand]) {
            layout.addToHome(change, demand, -1);
            return;
        }
        for (int row : layout.rows[demand]) {
            if (takesFrom(row, demand)) {
                count(row, level);
                risers[row]--;
            }
        }
    }

    /** Applies what was summed up on the nodes below a node, to them and to all above it. */
    private void change(int node, int level) {
        layout.sumUp(change, node);
        for (int above = layout.above(node); above >= 0; above = layout.above(above)) {
            for (int phase = 0; phase < PHASES; phase++) {
                change[above * PHASES + phase] = change[node * PHASES + phase];
            }
            apply(above, level);
        }
        for (int below = layout.last(node) - 1; below >= node; below--) {
            apply(below, level);
        }
    }

    private void apply(int node, int level) {
        for (int row = node * PHASES; row < (node + 1) * PHASES; row++) {
            if (change[row] != 0) {
                count(row, level);
                risers[row] += (int) change[row];
                if (change[row] > 0 && !hasJoined[row]) {
                    hasJoined[row] = true;
                    joined[joinedCount++] = row;
                }
                change[row] = 0;
            }
        }
    }

    /** Takes off what has flowed into the row since it was last looked at. */
    private void count(int row, int level) {
        left[row] -= (long) risers[row] * (level - countedAt[row]);
        countedAt[row] = level;
    }

    /** Many join at once; the rows on their ways are looked at once when all have. */
    private void scheduleJoined() {
        for (int i = 0; i < joinedCount; i++) {
            hasJoined[joined[i]] = false;
            schedule(joined[i]);
        }
        joinedCount = 0;
    }

    private void schedule(int row) {
        if (risers[row] == 0) {
            return;
        }
        long at = countedAt[row] + left[row] / risers[row];
        fullAt[row] = (int) Math.min(at, Integer.MAX_VALUE);
        if (fullAt[row] < lastLevel) {
            checks.add(((long) fullAt[row] << 32) | row);
        }
    }
}
