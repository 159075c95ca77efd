package io.voltwright.charging.balance;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import io.voltwright.charging.api.PowerPolicy.Limit;
import io.voltwright.charging.api.PowerPolicy.Problem;
import io.voltwright.charging.api.PowerPolicy.Share;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in one sentence per share what holds it where it is. */
final class Reasons {

    private final Layout layout;
    private final Turns turns;
    private final Filling filling;
    private final long[] sharers;
    private final long[] setAside;
    private final Map<Long, Share> words = new HashMap<>();
    /** Per row, and first for none: what was said last. */
    private final @Nullable Share[] latest;

    Reasons(Layout layout, Turns turns, Filling filling) {
        this.layout = layout;
        this.turns = turns;
        this.filling = filling;
        sharers = new long[layout.available.length];
        setAside = new long[layout.available.length];
        latest = new Share[layout.available.length + 1];
        for (int i = 0; i < layout.size(); i++) {
            layout.addToHome(sharers, i, turns.served[i] ? 1 : 0);
            layout.addToHome(setAside, i, Math.max(0, layout.reserved[i] - filling.share[i]));
        }
        layout.sumUp(sharers, 0);
        layout.sumUp(setAside, 0);
    }

    Map<EvseId, Share> shares(Problem problem) {
        Map<EvseId, Share> shares = new HashMap<>(2 * problem.demands().size());
        for (int i = 0; i < layout.size(); i++) {
            shares.put(layout.demands.get(i).evse(), share(i));
        }
        for (Demand demand : shares.size() < problem.demands().size() ? problem.demands() : List.<Demand>of()) {
            shares.computeIfAbsent(
                    demand.evse(), evse -> new Share(Current.ZERO, "0 A: not on any node of the site's tree"));
        }
        return shares;
    }

    private Share share(int demand) {
        if (!turns.served[demand]) {
            return new Share(
                    Current.ZERO,
                    "0 A: " + (layout.contends(demand) ? waits(demand) : wantsNothing(layout.demands.get(demand))));
        }
        int share = filling.share[demand];
        int row = filling.stoppedBy[demand];
        Demand wish = layout.demands.get(demand);
        if (row == Turns.NONE && wish.cap().isPresent()) {
            return amount(share, "capped by " + wish.cap().get());
        }
        // Thousands of cars get the same share for the same reason: it is put into words once.
        Share before = latest[row + 1];
        if (before != null && before.current().milliamperes() == share) {
            return before;
        }
        Share said = words.computeIfAbsent(
                ((long) row << 32) | share, key -> amount(share, row == Turns.NONE ? "all it can use" : full(row)));
        latest[row + 1] = said;
        return said;
    }

    private static Share amount(int share, String why) {
        Current current = Current.milliamperes(share);
        return new Share(current, current + ": " + why);
    }

    private String full(int row) {
        String what = place(row) + " is full";
        String who = sharers[row] > 1 ? "; " + sharers[row] + " cars share it" : "";
        String aside =
                setAside[row] > 0 ? "; " + amperes(setAside[row]) + " is set aside for piles that may take it" : "";
        return what + who + aside;
    }

    private String waits(int demand) {
        int row = turns.blockedBy[demand];
        if (turns.hopeless(row, demand)) {
            return place(row) + " allows "
                    + Current.milliamperes((int) layout.available[row]) + ", less than the "
                    + needs(layout.demands.get(demand)) + " it needs";
        }
        int before = turns.before[demand];
        String line = before == 0 ? "next in line" : before == 1 ? "1 car before it" : before + " cars before it";
        return "waits for " + layout.nodes.get(layout.node(row)).node() + ", " + line;
    }

    static String wantsNothing(Demand wish) {
        String less =
                wish.most().isPositive() ? " at " + wish.most() + ", less than the " + needs(wish) + " it needs" : "";
        if (wish.cap().isPresent()) {
            return "capped by " + wish.cap().get() + less;
        }
        return wish.most().isPositive()
                ? "can use only " + wish.most() + less.substring(less.indexOf(','))
                : "wants nothing";
    }

    /** The smallest share of use, which is a whole module where it takes modules. */
    private static Current needs(Demand wish) {
        int least = Ladder.least(wish);
        return least == Ladder.NEVER ? wish.least() : Current.milliamperes(least);
    }

    /** Of many piles together it may be more than one current can be. */
    private static String amperes(long milliamperes) {
        return BigDecimal.valueOf(milliamperes, 3).stripTrailingZeros().toPlainString() + " A";
    }

    /** Phase, node, and who set the limit where it is not the wiring. */
    private String place(int row) {
        Limit limit = layout.nodes.get(layout.node(row));
        return layout.phase(row) + " of " + limit.node()
                + ("fuse".equals(limit.why()) ? "" : " (limited by " + limit.why() + ")");
    }
}
