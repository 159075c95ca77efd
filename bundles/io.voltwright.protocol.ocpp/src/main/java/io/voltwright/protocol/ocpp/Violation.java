package io.voltwright.protocol.ocpp;

/** A message that breaks a rule of the protocol, with the code that says which kind of rule. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    Violation(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /** What is wrong, for people. */
    String description() {
        return String.valueOf(getMessage());
    }
}
