package io.voltwright.charging.balance;

import java.util.PriorityQueue;

/** Rounds shares down to what the devices can be set to, and hands on what that leaves, the smallest share first. */
final class Steps {

    /** Left-overs are handed on in pieces of at least this; finer ones are not worth a write to the device. Milliamperes. */
    private static final int PIECE = 100;

    private final Layout layout;
    private final Turns turns;
    private final Filling filling;

    Steps(Layout layout, Turns turns, Filling filling) {
        this.layout = layout;
        this.turns = turns;
        this.filling = filling;
    }

    void round() {
        var takers = new PriorityQueue<Long>(Math.max(1, layout.size()));
        for (int i = 0; i < layout.size(); i++) {
            if (turns.served[i]) {
                set(i, Math.max(layout.least[i], down(i, filling.share[i])));
                takers.add(taker(i));
            }
        }
        while (!takers.isEmpty()) {
            int i = (int) (long) takers.remove();
            if (raise(i)) {
                takers.add(taker(i));
            }
        }
    }

    private long taker(int demand) {
        return ((long) filling.share[demand] << 32) | demand;
    }

    private int down(int demand, int share) {
        return layout.ladder[demand].down(share);
    }

    private boolean raise(int demand) {
        int share = layout.ladder[demand].next(filling.share[demand], PIECE, layout.most[demand]);
        if (share <= filling.share[demand]) {
            filling.stoppedBy[demand] = Turns.NONE;
            return false;
        }
        for (int row : layout.rows[demand]) {
            int cost = layout.cost(row, demand, share) - layout.cost(row, demand, filling.share[demand]);
            if (filling.left[row] < cost || layout.forbids(row, demand, share)) {
                filling.stoppedBy[demand] = row;
                return false;
            }
        }
        set(demand, share);
        return true;
    }

    private void set(int demand, int share) {
        for (int row : layout.rows[demand]) {
            filling.left[row] += layout.cost(row, demand, filling.share[demand]) - layout.cost(row, demand, share);
        }
        filling.share[demand] = share;
    }
}
