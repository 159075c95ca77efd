package io.voltwright.base.api;

import java.util.Locale;

/** The quantities a device may offer, by the names that profiles use, each with its canonical unit. */
public enum Point {
    VOLTAGE_L1("V"),
    VOLTAGE_L2("V"),
    VOLTAGE_L3("V"),
    CURRENT_L1("A"),
    CURRENT_L2("A"),
    CURRENT_L3("A"),
    POWER("W"),
    POWER_L1("W"),
    POWER_L2("W"),
    POWER_L3("W"),
    REACTIVE("var"),
    FREQUENCY("Hz"),
    ENERGY_IMPORT("Wh"),
    ENERGY_EXPORT("Wh"),
    ENERGY_SESSION("Wh"),
    LIMIT_APPLIED("A"),
    LIMIT_HARDWARE("A"),
    LIMIT_CABLE("A"),
    TEMPERATURE("degC"),
    SOC("%"),
    FAILSAFE_CURRENT_ACTIVE("A"),
    FAILSAFE_TIMEOUT_ACTIVE("s"),
    /** 1 while an emergency stop is pressed, else 0; a contact that opens then is inverted by the profile (R33). */
    INPUT_EMERGENCY("");

    private final String unit;

    Point(String unit) {
        this.unit = unit;
    }

    /** As profiles write it: {@code current.l1}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** Canonical unit of its values. */
    public String unit() {
        return unit;
    }
}
