package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.List;

/** The shares a device can be set to: multiples of its step, or the few that the modules of a cabinet allow. Milliamperes. */
final class Ladder {

    private static final int[] NONE = {};

    private final int[] rungs;
    private final int step;

    private Ladder(int[] rungs, int step) {
        this.rungs = rungs;
        this.step = step;
    }

    static Ladder of(Demand demand) {
        List<Current> steps = demand.terms().steps();
        int[] rungs = steps.isEmpty()
                ? NONE
                : steps.stream().mapToInt(Current::milliamperes).sorted().toArray();
        return new Ladder(rungs, Math.max(1, demand.step().milliamperes()));
    }

    /** The smallest share of use. */
    static int least(Demand demand) {
        int least = demand.least().milliamperes();
        return demand.terms().steps().isEmpty() || least <= 0
                ? least
                : of(demand).up(least);
    }

    private int up(int amount) {
        for (int rung : rungs) {
            if (rung >= amount) {
                return rung;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** The largest not over the amount; 0 where there is none. */
    int down(int amount) {
        if (rungs.length == 0) {
            return amount - amount % step;
        }
        int down = 0;
        for (int rung : rungs) {
            down = rung <= amount ? rung : down;
        }
        return down;
    }

    /** The next one above a share that is at least a piece higher, but not over the most; the share where there is none. */
    int next(int share, int piece, int most) {
        if (rungs.length == 0) {
            int wide = (piece + step - 1) / step * step;
            return Math.max(share, down(Math.min(share + wide, most)));
        }
        int next = up(share + 1);
        return next > most ? share : next;
    }
}
