package io.voltwright.field.api;

/** What came of asking a meter for its signed record. */
public sealed interface SignedAnswer {

    /** The record, whole. */
    record Given(SignedRecord record) implements SignedAnswer {}

    /**
     * There is no record now.
     *
     * @param reason names what was missing; what the meter holds is still there
     */
    record Refused(String reason) implements SignedAnswer {}
}
