package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Demand;
import java.util.List;

/** Finds demands by their EVSEs: a table of positions, as a map of thousands is made anew each time power is shared. */
final class Wanted {

    /** No demand. */
    static final int NONE = -1;

    private final List<Demand> demands;
    private final int[] table;
    private final boolean[] taken;

    /**
     * @throws IllegalArgumentException for two demands of one EVSE
     */
    Wanted(List<Demand> demands) {
        this.demands = demands;
        taken = new boolean[demands.size()];
        // At most half full, so that a look goes past few others.
        table = new int[Integer.highestOneBit(Math.max(1, demands.size())) * 4];
        for (int i = 0; i < demands.size(); i++) {
            EvseId evse = demands.get(i).evse();
            int slot = slot(evse);
            if (table[slot] != 0) {
                throw new IllegalArgumentException("two demands for " + evse);
            }
            table[slot] = i + 1;
        }
    }

    private int slot(EvseId evse) {
        int slot = spread(evse.value().hashCode()) & (table.length - 1);
        while (table[slot] != 0 && !demands.get(table[slot] - 1).evse().equals(evse)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    /** The position of its demand; {@link #NONE} where it has none, or where that was taken before. */
    int take(EvseId evse) {
        int position = table[slot(evse)] - 1;
        if (position == NONE || taken[position]) {
            return NONE;
        }
        taken[position] = true;
        return position;
    }

    Demand demand(int position) {
        return demands.get(position);
    }
}
