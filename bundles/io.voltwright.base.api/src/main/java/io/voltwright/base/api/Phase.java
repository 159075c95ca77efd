package io.voltwright.base.api;

/** A phase of the grid. */
public enum Phase {
    L1,
    L2,
    L3
}
