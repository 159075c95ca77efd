package io.voltwright.charging.api;

/** How bad a fault is, after the error severities of ChargeX. */
public enum Severity {
    /** Charging goes on, perhaps with less. */
    LOW,
    /** No charging until it is over; it may go by itself. */
    MEDIUM,
    /** Somebody has to look at it. */
    HIGH
}
