package io.voltwright.charging.balance;

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
        long[] first = new long[layout.size()];
        int count = 0;
        for (int i = 0; i < layout.size(); i++) {
            if (turns.served[i]) {
                set(i, Math.max(layout.least[i], down(i, filling.share[i])));
                first[count++] = taker(i);
            }
        }
        first = Heap.sorted(first, count);
        // Most get nothing more: those who do are few, and line up again.
        var again = new Heap();
        int next = 0;
        while (next < count || !again.isEmpty()) {
            boolean fresh = again.isEmpty() || (next < count && first[next] < again.peek());
            int i = (int) (fresh ? first[next++] : again.remove());
            if (raise(i)) {
                again.add(taker(i));
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
        int row = layout.reserved[demand] == 0 ? simplyFull(demand, share) : full(demand, share);
        if (row != Turns.NONE) {
            filling.stoppedBy[demand] = row;
            return false;
        }
        set(demand, share);
        return true;
    }

    /** The first row on its way without room for the share; {@link Turns#NONE} where it fits. */
    private int full(int demand, int share) {
        for (int row : layout.rows[demand]) {
            int cost = layout.cost(row, demand, share) - layout.cost(row, demand, filling.share[demand]);
            if (filling.left[row] < cost || layout.forbids(row, demand, share)) {
                return row;
            }
        }
        return Turns.NONE;
    }

    /** The same for one with nothing set aside, as most are. */
    private int simplyFull(int demand, int share) {
        int more = share - filling.share[demand];
        long[] left = filling.left;
        for (int row : layout.rows[demand]) {
            if (left[row] < more || layout.crowded[row]) {
                return row;
            }
        }
        return Turns.NONE;
    }

    private void set(int demand, int share) {
        if (share == filling.share[demand]) {
            return;
        }
        for (int row : layout.rows[demand]) {
            filling.left[row] += layout.cost(row, demand, filling.share[demand]) - layout.cost(row, demand, share);
        }
        filling.share[demand] = share;
    }
}
