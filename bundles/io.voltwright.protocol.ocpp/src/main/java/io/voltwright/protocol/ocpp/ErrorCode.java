package io.voltwright.protocol.ocpp;

import java.util.Arrays;

/** Codes of a CALLERROR, each with its spelling in OCPP 1.6J (section 4.2.3, typos kept) first and later spellings after it. */
enum ErrorCode {
    NOT_IMPLEMENTED("NotImplemented"),
    NOT_SUPPORTED("NotSupported"),
    INTERNAL_ERROR("InternalError"),
    PROTOCOL_ERROR("ProtocolError"),
    SECURITY_ERROR("SecurityError"),
    FORMATION_VIOLATION("FormationViolation", "FormatViolation"),
    PROPERTY_CONSTRAINT_VIOLATION("PropertyConstraintViolation"),
    OCCURRENCE_CONSTRAINT_VIOLATION("OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
    TYPE_CONSTRAINT_VIOLATION("TypeConstraintViolation"),
    GENERIC_ERROR("GenericError");

    private final String first;
    private final String later;

    ErrorCode(String only) {
        this(only, only);
    }

    ErrorCode(String first, String later) {
        this.first = first;
        this.later = later;
    }

    /** The spelling of OCPP 1.6J. */
    String in16() {
        return first;
    }

    /** Takes every spelling; what is not known is a {@link #GENERIC_ERROR} (R-T08). */
    static ErrorCode of(String text) {
        return Arrays.stream(values())
                .filter(code -> code.first.equals(text) || code.later.equals(text))
                .findFirst()
                .orElse(GENERIC_ERROR);
    }
}
