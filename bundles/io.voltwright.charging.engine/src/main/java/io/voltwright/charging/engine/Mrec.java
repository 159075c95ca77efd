package io.voltwright.charging.engine;

import io.voltwright.charging.api.Severity;
import java.util.Map;

/** The common vocabulary of faults (ChargeX MREC): how bad each is, whether it latches, and whether it may be reset from afar (R32). */
final class Mrec {

    static final String EMERGENCY_STOP = "MREC8-EmergencyStop";

    /** Our own: an input for an emergency stop cannot be heard. */
    static final String EMERGENCY_INPUT = "EmergencyInputFault";

    /**
     * What a fault means.
     *
     * @param latches whether it stays when the pile does not show it any more
     * @param resettable whether it may be reset from afar
     */
    record Rule(Severity severity, boolean latches, boolean resettable) {}

    private static final Rule LOW = new Rule(Severity.LOW, false, true);
    private static final Rule MEDIUM = new Rule(Severity.MEDIUM, false, true);
    private static final Rule HIGH = new Rule(Severity.HIGH, false, true);
    private static final Rule LATCHED = new Rule(Severity.HIGH, true, true);
    private static final Rule ON_SITE = new Rule(Severity.HIGH, true, false);

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("GroundFailure", LATCHED),
            Map.entry("RcdDc6mA", LATCHED),
            Map.entry("InsulationFault", LATCHED),
            Map.entry("EmergencyShutdown", LATCHED),
            Map.entry("ConnectorVoltageHigh", LATCHED),
            Map.entry("OverCurrent", HIGH),
            Map.entry("EmergencyStop", ON_SITE),
            Map.entry("ContactorFault", ON_SITE),
            Map.entry("EVSEContactorFault", ON_SITE),
            Map.entry("PeLoss", ON_SITE),
            Map.entry("CutCable", ON_SITE),
            Map.entry("TiltDetected", ON_SITE),
            Map.entry("WaterIngress", ON_SITE),
            Map.entry("EnclosureOpen", ON_SITE),
            Map.entry(EMERGENCY_INPUT, LOW),
            Map.entry("InvalidVehicleMode", LOW),
            Map.entry("PartialInsertion", LOW),
            Map.entry("CableOverTempDerate", LOW),
            Map.entry("VentilationNotAvailable", LOW));

    private Mrec() {}

    /**
     * @param code canonical, as {@code MREC17-ContactorFault} or {@code CommunicationFault}
     */
    static Rule of(String code) {
        return RULES.getOrDefault(code.substring(code.indexOf('-') + 1), MEDIUM);
    }

    static boolean emergency(String code) {
        return code.equals("MREC8") || code.startsWith("MREC8-");
    }

    /** Whether the contactor may stay closed whatever it is told. */
    static boolean weld(String code) {
        return code.endsWith("ContactorFault");
    }
}
