package io.voltwright.charging.balance;

import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;

/**
 * A car of which is known when it leaves and what it needs.
 *
 * @param demand index of its demand
 * @param left seconds until it leaves; at least as long as the shares stand
 * @param rest what it still needs, in milliampere seconds
 * @param most milliamperes
 * @param least milliamperes
 * @param ladder the shares its device can be set to
 * @param usable the most that makes sense while the shares stand, as its need ends; milliamperes
 * @param laxity seconds it can still wait before it cannot get all it needs; negative when it is too late
 */
record Car(int demand, double left, double rest, int most, int least, Ladder ladder, double usable, double laxity) {

    static Car of(int index, Demand demand, Goal goal, double standing) {
        double left = Math.max(goal.left().toMillis() / 1000.0, standing);
        double ampereHours =
                (double) goal.wanted().milliwattHours() / goal.perAmpere().milliwatts();
        double rest = ampereHours * 3600 * 1000;
        int most = demand.most().milliamperes();
        return new Car(
                index, left, rest, most, Ladder.least(demand), Ladder.of(demand), rest / standing, left - rest / most);
    }

    /** The most it is to be given now. */
    int cap() {
        return (int) Math.min(most, Math.max(least, Math.ceil(usable)));
    }

    /** What the device can be set to, not more than the amount; 0 where that is less than is of use. */
    int settable(double amount) {
        if (amount < least) {
            return 0;
        }
        return Math.max(least, ladder.down((int) amount));
    }

    /**
     * Not more than leaves a rest that is of use: who needs less than the least next time takes the least all the same, and what it
     * does not draw then is lost to the others.
     */
    double careful(double amount) {
        double after = usable - amount;
        return after > 0 && after < least && usable >= 2 * least ? Math.max(least, usable - least) : amount;
    }
}
