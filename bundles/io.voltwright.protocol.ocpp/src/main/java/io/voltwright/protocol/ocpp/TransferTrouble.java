package io.voltwright.protocol.ocpp;

/** A file that could not be sent or fetched, and of which kind the reason is. */
final class TransferTrouble extends Exception {

    private static final long serialVersionUID = 1;

    /** What a back end may want to know of the reason. */
    enum Kind {
        /** The other side did not understand. */
        BAD_MESSAGE,
        /** The other side, or this station's own rules, do not allow it. */
        NOT_PERMITTED,
        /** The other side cannot do that. */
        NOT_SUPPORTED,
        /** Everything else; worth another try. */
        FAILED
    }

    private final Kind kind;

    TransferTrouble(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    TransferTrouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
