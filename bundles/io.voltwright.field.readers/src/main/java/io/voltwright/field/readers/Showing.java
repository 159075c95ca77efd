package io.voltwright.field.readers;

import java.time.Duration;
import java.util.Optional;

/** Tells one showing of a card from the next: readers repeat themselves as long as a card lies on them. */
final class Showing {

    private final Duration debounce;
    private String last = "";
    private Duration seen = Duration.ZERO;

    Showing(Duration debounce) {
        this.debounce = debounce;
    }

    /** What is to be done with a number that was read. */
    enum Verdict {
        CARD,
        /** The same card still. */
        REPEATED,
        /** Made up by a telephone for this one reading: no identity. */
        RANDOM
    }

    Verdict judge(String uid, Duration now) {
        boolean same = uid.equals(last) && now.minus(seen).compareTo(debounce) < 0;
        last = uid;
        seen = now;
        if (same) {
            return Verdict.REPEATED;
        }
        // ISO/IEC 14443-3: a single-size number that begins with 08 is random, another on each read.
        return uid.length() == 8 && uid.startsWith("08") ? Verdict.RANDOM : Verdict.CARD;
    }

    /** For logs: never the whole number. */
    static String masked(String uid) {
        return Optional.of(uid)
                .map(whole -> "***" + whole.substring(Math.max(0, whole.length() - 2)))
                .orElse("");
    }
}
