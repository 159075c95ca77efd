package io.voltwright.charging.api;

/** Where a session stands, after OCPP 2.0.1 ChargingStateEnumType. */
public enum ChargingState {
    /** Authorised, no car yet; or the car is gone. */
    IDLE,
    /** A car is plugged, nothing may flow yet. */
    EV_CONNECTED,
    CHARGING,
    SUSPENDED_EV,
    SUSPENDED_EVSE
}
