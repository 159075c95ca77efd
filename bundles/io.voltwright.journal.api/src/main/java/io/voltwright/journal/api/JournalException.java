package io.voltwright.journal.api;

/** Nothing was written: the store failed, the disk is full, or the effects refused. */
public final class JournalException extends Exception {

    private static final long serialVersionUID = 1;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    public JournalException(String message) {
        super(message);
    }
}
