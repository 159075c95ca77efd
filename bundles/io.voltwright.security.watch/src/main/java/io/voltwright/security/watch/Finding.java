package io.voltwright.security.watch;

/**
 * One thing that an audit found.
 *
 * @param severity how bad it is
 * @param subject what it is about
 * @param text what is so
 * @param remedy what to do; empty where it is as it should be
 */
record Finding(Severity severity, String subject, String text, String remedy) {

    /** From worst to best. */
    enum Severity {
        HIGH,
        MEDIUM,
        LOW,
        OK
    }

    static Finding ok(String subject, String text) {
        return new Finding(Severity.OK, subject, text, "");
    }

    static Finding low(String subject, String text, String remedy) {
        return new Finding(Severity.LOW, subject, text, remedy);
    }

    static Finding medium(String subject, String text, String remedy) {
        return new Finding(Severity.MEDIUM, subject, text, remedy);
    }

    static Finding high(String subject, String text, String remedy) {
        return new Finding(Severity.HIGH, subject, text, remedy);
    }
}
