package io.voltwright.field.profiles;

import io.voltwright.field.profiles.Item.Place;
import java.util.List;

/** The common vocabulary of faults: ChargeX minimum required error codes, and the few names beside them. */
final class FaultCodes {

    static final String UNKNOWN_STATE = "UnknownState";
    static final String INCONSISTENT = "InconsistentState";
    static final String COMMUNICATION = "CommunicationFault";
    static final String IDENTITY = "WrongDevice";

    private static final List<String> KNOWN = List.of(
            "none",
            "MREC2-GroundFailure",
            "MREC3-HighTemperature",
            "MREC4-OverCurrent",
            "MREC5-OverVoltage",
            "MREC6-UnderVoltage",
            "MREC8-EmergencyStop",
            "MREC10-InvalidVehicleMode",
            "MREC14-PilotFault",
            "MREC15-PowerLoss",
            "MREC17-ContactorFault",
            "MREC18-CableOverTempDerate",
            "MREC19-CableOverTempStop",
            "MREC20-PartialInsertion",
            "MREC23-ProximityFault",
            "MREC24-ConnectorVoltageHigh",
            "MREC25-BrokenLatch",
            "MREC26-CutCable",
            "DiodeFault",
            "VentilationNotAvailable",
            "BrownOut",
            "TiltDetected",
            "WaterIngress",
            "EnclosureOpen",
            "RcdDc6mA",
            "PhaseLoss",
            "Vendor",
            UNKNOWN_STATE,
            INCONSISTENT,
            COMMUNICATION);

    private FaultCodes() {}

    static String check(Place place, String code) throws ProfileException {
        if (!KNOWN.contains(code)) {
            throw place.refuse("fault code '" + code + "' is unknown", "use one of " + String.join(" ", KNOWN));
        }
        return code;
    }
}
