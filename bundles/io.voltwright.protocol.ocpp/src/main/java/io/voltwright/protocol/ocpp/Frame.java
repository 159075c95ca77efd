package io.voltwright.protocol.ocpp;

/** What stands in one text of the WebSocket, as far as it could be read (OCPP-J 1.6 section 4.2). */
sealed interface Frame {

    /** The other side asks. */
    record Call(String id, String action, Request<?> request) implements Frame {}

    /** The other side asks what cannot be understood; the id could be read, so it is told why. */
    record BadCall(String id, String action, Violation violation) implements Frame {}

    /** The other side answers; what exactly can be read once the question is known. */
    record Result(String id, String text) implements Frame {}

    /** The other side could not do what was asked. */
    record Refusal(String id, ErrorCode code, String description) implements Frame {}

    /** Nothing that could be answered. */
    record Noise(String why) implements Frame {}
}
