package io.voltwright.field.api;

import java.io.IOException;

/** A request got no good answer. */
public final class BusException extends IOException {

    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Cause {
        /** No answer in time. */
        TIMEOUT,
        /** An answer that fails its check or does not fit the request. */
        CORRUPT,
        /** The device answered with a Modbus exception. */
        EXCEPTION,
        /** The line is closed, or the unit is taken as offline. */
        OFFLINE,
        /** A write that was not sent, because a later one to the same place went first. */
        SUPERSEDED
    }

    private final Cause why;
    private final int code;

    /**
     * @param code the Modbus exception code, or 0
     */
    public BusException(Cause why, int code, String message) {
        super(message);
        this.why = why;
        this.code = code;
    }

    public Cause why() {
        return why;
    }

    public int code() {
        return code;
    }
}
