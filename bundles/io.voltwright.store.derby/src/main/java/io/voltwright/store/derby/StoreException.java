package io.voltwright.store.derby;

/** The store, or the schema of one module, cannot be opened; the message says why and what helps. */
final class StoreException extends Exception {

    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
