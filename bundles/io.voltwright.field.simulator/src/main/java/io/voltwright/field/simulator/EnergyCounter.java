package io.voltwright.field.simulator;

/** A meter register that can be made to lie. */
final class EnergyCounter {

    private double wattHours;
    private boolean stuck;
    private boolean backwards;

    double wattHours() {
        return wattHours;
    }

    void set(double value) {
        wattHours = value;
    }

    void count(double delivered) {
        if (!stuck) {
            wattHours = Math.max(0, wattHours + (backwards ? -delivered : delivered));
        }
    }

    void jump(double by) {
        wattHours = Math.max(0, wattHours + by);
    }

    void stuck(boolean on) {
        stuck = on;
    }

    void backwards(boolean on) {
        backwards = on;
    }
}
