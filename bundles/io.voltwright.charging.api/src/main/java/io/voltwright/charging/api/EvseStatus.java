package io.voltwright.charging.api;

/** What an EVSE is doing, in the words of OCPP 1.6 section 4.9, which are finer than those of 2.0.1. */
public enum EvseStatus {
    AVAILABLE,
    PREPARING,
    CHARGING,
    SUSPENDED_EV,
    SUSPENDED_EVSE,
    FINISHING,
    RESERVED,
    UNAVAILABLE,
    FAULTED
}
