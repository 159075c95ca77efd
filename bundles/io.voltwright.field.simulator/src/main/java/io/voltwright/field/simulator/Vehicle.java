package io.voltwright.field.simulator;

import java.time.Duration;

/** A car with a battery and an onboard charger; draws what is offered, after the reactions IEC 61851-1 allows it. */
final class Vehicle {

    /** So that any change is done well within the five seconds a vehicle has (IEC 61851-1 table A.6). */
    private static final double AMPERES_PER_SECOND = 16;

    private static final double VOLTS = 230;
    private static final Duration CLOSES_S2 = Duration.ofSeconds(1);

    private final double capacityWh;
    private final double maxAmps;
    private final int phases;
    private double soc;
    private boolean ready = true;
    private double amps;
    private Duration offered = Duration.ZERO;

    /**
     * @param soc 0 to 100 percent
     * @param maxAmps of its onboard charger, per phase
     * @param phases 1 to 3
     */
    Vehicle(double capacityWh, double soc, double maxAmps, int phases) {
        this.capacityWh = capacityWh;
        this.soc = soc;
        this.maxAmps = maxAmps;
        this.phases = phases;
    }

    double capacityWh() {
        return capacityWh;
    }

    double soc() {
        return soc;
    }

    double maxAmps() {
        return maxAmps;
    }

    int phases() {
        return phases;
    }

    boolean ready() {
        return ready;
    }

    /** Whether it wants to charge: what its driver, its timer and its battery management say. */
    void ready(boolean wants) {
        ready = wants;
    }

    double amps() {
        return amps;
    }

    /** Whether S2 is closed: it draws, or is about to. */
    boolean closed() {
        return wants() && offered.compareTo(CLOSES_S2) >= 0;
    }

    private boolean wants() {
        return ready && soc < 100;
    }

    /**
     * Lets time pass.
     *
     * @param offer per phase, in amperes; below 6 is no offer
     * @param usable phases of the pile
     * @return energy drawn, in Wh
     */
    double pass(Duration time, double offer, int usable) {
        double seconds = time.toNanos() / 1e9;
        offered = offer >= 6 && wants() ? offered.plus(time) : Duration.ZERO;
        double goal = closed() ? Math.min(Math.min(offer, maxAmps), tail()) : 0;
        double before = amps;
        double step = AMPERES_PER_SECOND * seconds;
        amps = goal > amps ? Math.min(goal, amps + step) : Math.max(goal, amps - step);
        double wattHours = (before + amps) / 2 * VOLTS * Math.min(phases, usable) * seconds / 3600;
        soc = Math.min(100, soc + wattHours / capacityWh * 100);
        return wattHours;
    }

    /** The battery takes less near its end. */
    private double tail() {
        return soc < 95 ? maxAmps : Math.max(6, maxAmps * (100 - soc) / 5);
    }

    /** Unplugged under load, or the pile opened its contactor. */
    void cut() {
        amps = 0;
        offered = Duration.ZERO;
    }
}
