package io.voltwright.base.api;

import java.util.UUID;

/**
 * Names one session for ever.
 *
 * @param value a random UUID in its 36-character text form
 */
public record SessionId(String value) {

    public SessionId {
        if (!UUID.fromString(value).toString().equals(value)) {
            throw new IllegalArgumentException("session id '" + value + "' is not a UUID in canonical form");
        }
    }

    public static SessionId random() {
        return new SessionId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
