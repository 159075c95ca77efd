package io.voltwright.protocol.ocpp;

import java.util.concurrent.CompletionException;

/** A question that got no usable answer. */
final class CallFailure extends Exception {

    private static final long serialVersionUID = 1;

    /** Why there is none. */
    enum Kind {
        /** The other side said no, or answered nonsense. */
        REFUSED,
        /** It was silent for too long while connected. */
        TIMEOUT,
        /** There is no connection, it was lost, or the back end has not accepted the station yet: nobody's fault (R-X03). */
        DISCONNECTED
    }

    private final Kind kind;
    private final boolean unknown;

    CallFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.unknown = false;
    }

    /** A refusal with this code. */
    CallFailure(ErrorCode code, String message) {
        super(message);
        this.kind = Kind.REFUSED;
        this.unknown = code == ErrorCode.NOT_IMPLEMENTED || code == ErrorCode.NOT_SUPPORTED;
    }

    /** Whether the other side does not know the question at all. */
    boolean unknown() {
        return unknown;
    }

    Kind kind() {
        return kind;
    }

    /** The failure inside what a completion stage reports. */
    static CallFailure in(Throwable reported) {
        Throwable cause =
                reported instanceof CompletionException && reported.getCause() != null ? reported.getCause() : reported;
        return cause instanceof CallFailure failure ? failure : new CallFailure(Kind.REFUSED, String.valueOf(cause));
    }
}
