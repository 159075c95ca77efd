package io.voltwright.charging.balance;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.PowerPolicy.Share;
import io.voltwright.charging.balance.Network.Kind;
import java.util.Arrays;
import java.util.Map;

/** What flows in a network with the shares given so far; milliamperes. */
final class Loads {

    /** No row. */
    static final int NONE = -1;

    /** What the arithmetic may be off by; shares are whole milliamperes. */
    private static final double TINY = 1e-6;

    /** What has to stay free where nothing is computed exactly; milliamperes or milliwatts. */
    private static final double SURE = 1;

    /** Per demand: its share; changed by {@link #set} only. */
    final int[] share;

    /**
     * Per row: whether more is set aside than may flow, as when a limit fell below the armed fail-safes. As withholding shares makes
     * nothing safer then, shares up to what is set aside anyway are allowed as long as they fit by themselves.
     */
    private final boolean[] crowded;

    private final Kind[] kinds;
    /** Per row. */
    private final double[] limit;

    private final double[] real;
    private final double[] imaginary;
    private final int[] reserved;
    private int full = NONE;

    /**
     * @param served who was served before, and with what; where a row is not crowded, that is part of what is set aside
     */
    Loads(Network network, Map<EvseId, Share> served) {
        kinds = new Kind[network.size()];
        limit = new double[network.rows.size()];
        Arrays.setAll(kinds, network::kindOf);
        Arrays.setAll(limit, row -> network.rows.get(row).limit());
        share = new int[network.size()];
        reserved = new int[network.size()];
        real = new double[network.rows.size()];
        imaginary = new double[real.length];
        crowded = new boolean[real.length];
        for (int i = 0; i < reserved.length; i++) {
            reserved[i] = Math.max(0, network.demand(i).reserved().milliamperes());
            add(i, reserved[i]);
        }
        for (int row = 0; row < real.length; row++) {
            crowded[row] = Math.hypot(real[row], imaginary[row]) > limit[row] + TINY;
            real[row] = crowded[row] ? 0 : real[row];
            imaginary[row] = crowded[row] ? 0 : imaginary[row];
        }
        for (int i = 0; i < reserved.length && !served.isEmpty(); i++) {
            Share before = served.get(network.demand(i).evse());
            if (before != null) {
                addToCrowded(i, before.current().milliamperes());
            }
        }
    }

    private void addToCrowded(int demand, double amount) {
        Kind kind = kinds[demand];
        for (int k = 0; k < kind.rows.length; k++) {
            if (crowded[kind.rows[k]]) {
                real[kind.rows[k]] += amount * kind.real[k];
                imaginary[kind.rows[k]] += amount * kind.imaginary[k];
            }
        }
    }

    private void add(int demand, double amount) {
        Kind kind = kinds[demand];
        for (int k = 0; k < kind.rows.length; k++) {
            real[kind.rows[k]] += amount * kind.real[k];
            imaginary[kind.rows[k]] += amount * kind.imaginary[k];
        }
    }

    /** What flows or may flow because of a demand with the share. */
    private int load(int row, int demand, int with) {
        return crowded[row] ? with : Math.max(with, reserved[demand]);
    }

    /** What has to be counted for it: its share, or what is set aside for it. */
    int mayDraw(int demand) {
        return Math.max(share[demand], reserved[demand]);
    }

    void set(int demand, int to) {
        Kind kind = kinds[demand];
        for (int k = 0; k < kind.rows.length; k++) {
            int row = kind.rows[k];
            double more = (double) load(row, demand, to) - load(row, demand, share[demand]);
            real[row] += more * kind.real[k];
            imaginary[row] += more * kind.imaginary[k];
        }
        share[demand] = to;
    }

    /** The largest share that fits beside all others, from its share now up to {@code most}. */
    int room(int demand, int most) {
        full = NONE;
        Kind kind = kinds[demand];
        int room = most;
        for (int k = 0; k < kind.rows.length && room > share[demand]; k++) {
            int row = kind.rows[k];
            int now = load(row, demand, share[demand]);
            double fits = now + more(row, kind.real[k], kind.imaginary[k]);
            if (crowded[row]) {
                fits = Math.min(fits, reserved[demand]);
            }
            if (load(row, demand, room) > now && fits < room) {
                room = (int) Math.max(fits, now);
                full = row;
            }
        }
        return Math.max(room, share[demand]);
    }

    /** What a larger share of a demand adds to rows that are not crowded. */
    int adds(int demand, int with) {
        return Math.max(with, reserved[demand]) - mayDraw(demand);
    }

    /** Whether each row that the kind loads carries so much more, in whatever parts and order it comes. */
    boolean carries(double[] more, Kind kind) {
        for (int row : kind.rows) {
            double left = limit[row] - SURE - more[row];
            if (crowded[row] || left < 0 || real[row] * real[row] + imaginary[row] * imaginary[row] > left * left) {
                return false;
            }
        }
        return true;
    }

    /** The row that bounded what {@link #room} found last, or {@link #NONE}. */
    int full() {
        return full;
    }

    /** How much more of a current of that direction the row can carry: the larger root of |load + x * direction| = limit. */
    private double more(int row, double directionReal, double directionImaginary) {
        double square = directionReal * directionReal + directionImaginary * directionImaginary;
        double along = real[row] * directionReal + imaginary[row] * directionImaginary;
        double left = limit[row] * limit[row] - real[row] * real[row] - imaginary[row] * imaginary[row];
        double root = along * along + square * left;
        return left < 0 || root < 0 ? 0 : Math.max(0, (Math.sqrt(root) - along) / square + TINY);
    }
}
