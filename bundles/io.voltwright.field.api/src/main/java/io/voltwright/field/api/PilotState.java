package io.voltwright.field.api;

/** State of the control pilot between station and vehicle (IEC 61851-1 table A.2 and field rules R20, R21). */
public enum PilotState {
    /** Nothing plugged. */
    A,
    /** Plugged, the vehicle does not draw. */
    B,
    /** The vehicle draws or wants to. */
    C,
    /** As C, and the vehicle needs ventilation. */
    D,
    /** Short of the pilot, or the station has no supply. */
    E,
    /** The station says it cannot be used. */
    F,
    /** The device is starting, or says something its profile does not know. */
    UNKNOWN;

    public boolean plugged() {
        return this == B || this == C || this == D;
    }

    public boolean charging() {
        return this == C || this == D;
    }
}
