package io.voltwright.field.simulator;

/** Brings what flows into the registers of a pile's own meter. */
final class Instruments {

    private static final double VOLTS = 230;

    private Instruments() {}

    /**
     * @param amps on each of the three phases
     * @param wattHours of the pile's register
     * @param sessionStart the register when the vehicle came
     */
    static void show(Image image, double[] amps, double wattHours, double sessionStart) {
        double sum = 0;
        for (int phase = 1; phase <= 3; phase++) {
            double flows = amps[phase - 1];
            sum += flows;
            image.set("current.l" + phase, flows);
            image.set("power.l" + phase, flows * VOLTS);
        }
        image.set("power", sum * VOLTS);
        image.set("energy.import", wattHours);
        image.set("energy.session", Math.max(0, wattHours - sessionStart));
    }
}
