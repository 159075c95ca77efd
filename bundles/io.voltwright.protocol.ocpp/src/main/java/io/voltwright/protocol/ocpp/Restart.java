package io.voltwright.protocol.ocpp;

/** Restarts the controller. */
@FunctionalInterface
interface Restart {

    /** Returns at once; the process ends soon after, and its supervisor starts it again. */
    void now(String cause);
}
