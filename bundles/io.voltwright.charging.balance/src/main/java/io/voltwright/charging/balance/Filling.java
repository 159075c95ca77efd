package io.voltwright.charging.balance;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Progressive filling: a level rises, every served demand from its least on rises with it, until a row on its way is full or it
 * has all it can use. What results is max-min fair.
 *
 * <p>Implementation: three events per demand (joins the rise, passes what is set aside for it, has enough) are sorted once; a queue
 * holds the level at which each row fills up if nobody joins any more. An entry of the queue may be too early, never too late: it
 * is checked when it comes up. So the work is one pass over the rows on each demand's way per event: O(demands * depth) and a sort.
 */
final class Filling {

    private static final int JOIN = 0;
    private static final int PASS = 1;
    private static final int ENOUGH = 2;

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
    private final PriorityQueue<Long> checks = new PriorityQueue<>();

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
        Arrays.fill(stoppedBy, Turns.NONE);
        Arrays.setAll(left, layout::headroom);
    }

    void fill() {
        long[] events = events();
        int next = 0;
        while (next < events.length) {
            int level = (int) (events[next] >>> 32);
            fillUpTo(level);
            for (; next < events.length && (int) (events[next] >>> 32) == level; next++) {
                happen((int) events[next] >>> 2, (int) events[next] & 3, level);
            }
            scheduleJoined();
        }
    }

    /** Gives each its least, and sorts what will happen. */
    private long[] events() {
        long[] events = new long[3 * layout.size()];
        int count = 0;
        for (int i = 0; i < layout.size(); i++) {
            if (!turns.served[i]) {
                continue;
            }
            share[i] = layout.least[i];
            for (int row : layout.rows[i]) {
                left[row] -= layout.cost(row, i, share[i]);
            }
            int top = ceiling(i);
            if (top > layout.least[i]) {
                events[count++] = event(layout.least[i], i, JOIN);
                events[count++] = event(top, i, ENOUGH);
                if (layout.reserved[i] > layout.least[i] && layout.reserved[i] < top) {
                    events[count++] = event(layout.reserved[i], i, PASS);
                }
            }
        }
        events = Arrays.copyOf(events, count);
        Arrays.sort(events);
        return events;
    }

    private static long event(int level, int demand, int kind) {
        return ((long) level << 32) | ((long) demand << 2) | kind;
    }

    /** The most it can use, and not more than is set aside where a crowded row is on its way. */
    private int ceiling(int demand) {
        for (int row : layout.rows[demand]) {
            if (layout.forbids(row, demand, layout.most[demand])) {
                stoppedBy[demand] = row;
                return layout.reserved[demand];
            }
        }
        return layout.most[demand];
    }

    private void fillUpTo(int level) {
        while (!checks.isEmpty() && (int) (checks.peek() >>> 32) < level) {
            long check = checks.remove();
            int row = (int) check;
            int at = (int) (check >>> 32);
            if (fullAt[row] != at || full[row] || risers[row] == 0) {
                continue;
            }
            count(row, at);
            if (left[row] < risers[row]) {
                full[row] = true;
                stopAllOn(row, at);
            } else {
                schedule(row);
            }
        }
    }

    private void happen(int demand, int kind, int level) {
        if (kind == JOIN) {
            rising[demand] = true;
            passed[demand] = level >= layout.reserved[demand];
            enter(demand, level, true);
        } else if (kind == PASS && rising[demand]) {
            passed[demand] = true;
            enter(demand, level, false);
        } else if (kind == ENOUGH && rising[demand]) {
            stop(demand, level);
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
            stop(demand, level);
        }
    }

    private void stopAllOn(int row, int level) {
        for (int i = layout.first(row); i < layout.end(row); i++) {
            if (rising[i] && takesFrom(row, i) && layout.loads(i, row)) {
                stoppedBy[i] = row;
                stop(i, level);
            }
        }
    }

    private void stop(int demand, int level) {
        rising[demand] = false;
        share[demand] = level;
        for (int row : layout.rows[demand]) {
            if (takesFrom(row, demand)) {
                count(row, level);
                risers[row]--;
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
        checks.add(((long) fullAt[row] << 32) | row);
    }
}
