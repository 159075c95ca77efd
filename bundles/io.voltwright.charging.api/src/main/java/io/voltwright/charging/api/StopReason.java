package io.voltwright.charging.api;

/** Why a session ended, after OCPP 1.6 Reason and 2.0.1 ReasonEnumType. */
public enum StopReason {
    LOCAL,
    REMOTE,
    EV_DISCONNECTED,
    DEAUTHORIZED,
    EMERGENCY_STOP,
    HARD_RESET,
    SOFT_RESET,
    POWER_LOSS,
    REBOOT,
    UNLOCK_COMMAND,
    TIMEOUT,
    ENERGY_LIMIT,
    TIME_LIMIT,
    COST_LIMIT,
    SOC_LIMIT,
    METER_FAILED,
    FAULT,
    OTHER
}
