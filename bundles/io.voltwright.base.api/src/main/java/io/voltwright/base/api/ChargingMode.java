package io.voltwright.base.api;

/** Where the power of a charge comes from, and when. */
public enum ChargingMode {
    /** As much as there is, now. */
    FAST,
    /** Only what would be fed into the grid otherwise. */
    SOLAR,
    /** The same, and the least a vehicle takes at any time. */
    SOLAR_AND_LEAST,
    /** While energy costs the site least before the departure. */
    CHEAP
}
