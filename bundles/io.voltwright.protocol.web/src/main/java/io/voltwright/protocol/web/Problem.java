package io.voltwright.protocol.web;

/** An answer other than the thing asked for: a status and one sentence. */
final class Problem extends Exception {

    private static final long serialVersionUID = 1;

    final int status;

    Problem(int status, String message) {
        super(message);
        this.status = status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
