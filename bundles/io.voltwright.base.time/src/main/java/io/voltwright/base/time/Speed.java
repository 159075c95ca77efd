package io.voltwright.base.time;

/** How fast time passes, from the configuration or the command line. */
final class Speed {

    static final String PROPERTY = "voltwright.speed";

    private Speed() {}

    /**
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    static double of(SystemTime.Config config) {
        return config.speed() == 0 ? ofProperty(System.getProperty(PROPERTY, "1")) : checked("speed", config.speed());
    }

    static double ofProperty(String text) {
        try {
            return checked("-D" + PROPERTY, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + text + " is not a number from 0.1 to 1000", e);
        }
    }

    private static double checked(String name, double speed) {
        if (!(speed >= 0.1 && speed <= 1000)) {
            throw new IllegalArgumentException(
                    SystemTime.PID + ": " + name + " = " + speed + " is not a number from 0.1 to 1000");
        }
        return speed;
    }
}
