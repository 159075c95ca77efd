package io.voltwright.transactions.ledger;

import java.time.Instant;

/** Instants as the store has them: nanoseconds since 1970 UTC, good until 2262. */
final class Nanos {

    private static final long SECOND = 1_000_000_000;

    private Nanos() {}

    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    /** As {@link #of}, but instants beyond the range become its ends: for the bounds of a search. */
    static long bound(Instant instant) {
        try {
            return of(instant);
        } catch (ArithmeticException e) {
            return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }
}
