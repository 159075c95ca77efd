package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Goal;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.balance.Network.Row;
import java.time.Duration;
import java.util.Locale;

/** Says in one sentence what holds a share where it is, also where it goes by departure. */
final class Words {

    private final Network network;
    private final Loads loads;
    private final Rise rise;
    private final Deadlines deadlines;
    private final int[] sharers;
    private final int[] before;

    Words(Network network, Loads loads, Rise rise, Deadlines deadlines) {
        this.network = network;
        this.loads = loads;
        this.rise = rise;
        this.deadlines = deadlines;
        sharers = new int[network.rows.size()];
        before = new int[network.size()];
        for (int i = 0; i < network.size(); i++) {
            for (int row : network.kindOf(i).rows) {
                sharers[row] += loads.share[i] > 0 ? 1 : 0;
            }
        }
        countBefore();
    }

    /** Of those who wait for a row, how many are served there or come first. */
    private void countBefore() {
        int[] ahead = new int[network.rows.size()];
        for (Car car : deadlines.cars) {
            int row = deadlines.stoppedBy[car.demand()];
            before[car.demand()] = row == Loads.NONE ? 0 : ahead[row];
            for (int each : network.kindOf(car.demand()).rows) {
                ahead[each]++;
            }
        }
    }

    static Share homeless() {
        return new Share(Current.ZERO, "0 A: not on any node of the site's tree");
    }

    Share share(int index) {
        Demand demand = network.demand(index);
        boolean hurried = Deadlines.isHurried(demand);
        int row = hurried ? deadlines.stoppedBy[index] : rise.stoppedBy[index];
        Current share = Current.milliamperes(loads.share[index]);
        String why;
        if (share.isZero()) {
            why = row == Loads.NONE ? Reasons.wantsNothing(demand) : waits(index, row, hurried);
        } else if (row != Loads.NONE) {
            why = full(row) + (sharers[row] > 1 ? "; " + sharers[row] + " cars share it" : "");
        } else {
            why = demand.cap().map(by -> "capped by " + by).orElse("all it can use");
        }
        String goal = hurried ? "; " + told(demand.goal().orElseThrow()) : "";
        return new Share(share, share + ": " + why + goal);
    }

    private String waits(int index, int row, boolean hurried) {
        if (!hurried) {
            return "waits for " + place(row);
        }
        int ahead = before[index];
        return "waits for " + place(row)
                + (ahead == 0 ? "" : ahead == 1 ? ", 1 car is more urgent" : ", " + ahead + " cars are more urgent");
    }

    private static String told(Goal goal) {
        String wanted = energy(goal.wanted());
        return goal.left().isNegative() ? wanted + " to go, late" : wanted + " to go in " + time(goal.left());
    }

    private static String energy(Energy energy) {
        return String.format(Locale.ROOT, "%.1f kWh", energy.wattHours() / 1000);
    }

    private static String time(Duration left) {
        return left.toHours() == 0 ? left.toMinutes() + " min" : left.toHours() + " h " + left.toMinutesPart() + " min";
    }

    /** Line, node, and who set the limit where it is not the wiring. */
    private String place(int index) {
        Row row = network.rows.get(index);
        return row.line() + " of " + row.place().node()
                + ("fuse".equals(row.why()) ? "" : " (limited by " + row.why() + ")");
    }

    private String full(int index) {
        return network.rows.get(index).isPower() ? "all " + place(index) + " is used" : place(index) + " is full";
    }
}
