package io.voltwright.field.simulator;

import java.util.SplittableRandom;

/** What a line does to answers: late, lost, damaged. */
final class LineTrouble {

    private final SplittableRandom chance;
    private volatile int lateMillis;
    private volatile double drop;
    private volatile double corrupt;

    LineTrouble(long seed) {
        this.chance = new SplittableRandom(seed);
    }

    int lateMillis() {
        return lateMillis;
    }

    void lateMillis(int millis) {
        lateMillis = millis;
    }

    /**
     * @param share of answers that are lost, 0 to 1
     */
    void drop(double share) {
        drop = share;
    }

    /**
     * @param share of answers with a damaged byte, 0 to 1
     */
    void corrupt(double share) {
        corrupt = share;
    }

    double drop() {
        return drop;
    }

    double corrupt() {
        return corrupt;
    }

    synchronized boolean drops() {
        return chance.nextDouble() < drop;
    }

    /** The frame as it arrives. */
    synchronized byte[] pass(byte[] frame) {
        byte[] arrived = frame.clone();
        if (chance.nextDouble() < corrupt) {
            int at = chance.nextInt(arrived.length);
            arrived[at] ^= (byte) (1 << chance.nextInt(8));
        }
        return arrived;
    }
}
