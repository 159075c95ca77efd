package io.voltwright.protocol.ocpp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a list of measurands: what to report, and on which phase where only one is wanted.
 *
 * @param measurand one that the station can measure
 * @param phase where it ends in one, as {@code Current.Import.L1}
 */
record Measure(Ocpp16.Measurand measurand, Optional<Ocpp16.Phase> phase) {

    static final Measure ENERGY = new Measure(Ocpp16.Measurand.ENERGY_ACTIVE_IMPORT_REGISTER, Optional.empty());

    private static final List<Ocpp16.Measurand> MEASURED = List.of(
            Ocpp16.Measurand.ENERGY_ACTIVE_IMPORT_REGISTER,
            Ocpp16.Measurand.POWER_ACTIVE_IMPORT,
            Ocpp16.Measurand.CURRENT_IMPORT,
            Ocpp16.Measurand.CURRENT_OFFERED);
    private static final List<Ocpp16.Phase> PHASES = List.of(Ocpp16.Phase.L1, Ocpp16.Phase.L2, Ocpp16.Phase.L3);

    /**
     * Reads a list, separated by commas; spaces and repeats are dropped (R-M03).
     *
     * @throws IllegalArgumentException if one of them is not measured here
     */
    static List<Measure> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(Measure::of)
                .distinct()
                .toList();
    }

    private static Measure of(String entry) {
        for (Ocpp16.Measurand measurand : MEASURED) {
            if (measurand.text().equals(entry)) {
                return new Measure(measurand, Optional.empty());
            }
            for (Ocpp16.Phase phase : PHASES) {
                if (measurand == Ocpp16.Measurand.CURRENT_IMPORT
                        && entry.equals(measurand.text() + "." + phase.text())) {
                    return new Measure(measurand, Optional.of(phase));
                }
            }
        }
        throw new IllegalArgumentException("measurands that are measured here: "
                + MEASURED.stream().map(Ocpp16.Measurand::text).toList());
    }

    String text() {
        return measurand.text() + phase.map(one -> "." + one.text()).orElse("");
    }
}
