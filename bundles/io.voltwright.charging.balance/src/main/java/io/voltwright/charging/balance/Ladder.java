package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.List;

/** The shares a device can be set to: multiples of its step, or the few that the modules of a cabinet allow. Milliamperes. */
final class Ladder {

    /** The least of one whose device cannot be set to anything that is of use. */
    static final int NEVER = Integer.MAX_VALUE;

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

    /** This one where the demand's is the same. */
    Ladder orOf(Demand demand) {
        boolean same = rungs.length == 0
                && demand.terms().steps().isEmpty()
                && step == Math.max(1, demand.step().milliamperes());
        return same ? this : of(demand);
    }

    /** The smallest share of use. */
    static int least(Demand demand) {
        int least = demand.least().milliamperes();
        return demand.terms().steps().isEmpty() || least <= 0
                ? least
                : of(demand).up(least);
    }

    /** Whether there is a share that is of use and that it can take. */
    static boolean contends(Demand demand) {
        return demand.least().isPositive() && least(demand) <= demand.most().milliamperes();
    }

    private int up(int amount) {
        for (int rung : rungs) {
            if (rung >= amount) {
                return rung;
            }
        }
        return NEVER;
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

    /** What {@link #next} leads to when it is asked again and again until the share is at least the level, or there is none. */
    int upTo(int share, int piece, int most, int level) {
        int now = share < level ? next(share, piece, most) : share;
        if (rungs.length == 0 && now > share && now < level) {
            // From the first one on it is on the steps of the device.
            int wide = (piece + step - 1) / step * step;
            int times = Math.min((level - now + wide - 1) / wide, Math.max(0, most - now) / wide);
            now += times * wide;
        }
        int before = share;
        while (now > before && now < level) {
            before = now;
            now = next(now, piece, most);
        }
        return now;
    }
}
