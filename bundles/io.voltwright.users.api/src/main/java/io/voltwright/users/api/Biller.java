package io.voltwright.users.api;

import java.util.Locale;

/**
 * The one who bills a session; fixed at authorisation.
 *
 * @param kind the station, a back end, or nobody
 * @param backend name of the back end; empty otherwise
 */
public record Biller(Kind kind, String backend) {

    /** Kinds of biller. */
    public enum Kind {
        LOCAL,
        BACKEND,
        FREE
    }

    public static Biller local() {
        return new Biller(Kind.LOCAL, "");
    }

    public static Biller free() {
        return new Biller(Kind.FREE, "");
    }

    public static Biller backend(String name) {
        return new Biller(Kind.BACKEND, name);
    }

    /**
     * Reads what {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Biller of(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        return new Biller(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), colon < 0 ? "" : text.substring(colon + 1));
    }

    /** {@code local}, {@code free} or {@code backend:NAME}. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return backend.isEmpty() ? name : name + ":" + backend;
    }
}
