package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a pile has confirmed since the start: each that differs from the one before is a fact (R47). */
final class Confirmations {

    private final Ties ties;
    private @Nullable Current last;

    Confirmations(Ties ties) {
        this.ties = ties;
    }

    /** Whether there was any. */
    boolean any() {
        return last != null;
    }

    void add(Current current, Current failSafe) {
        Current before = last;
        last = current;
        if (!current.equals(before)) {
            ties.machine()
                    .charge()
                    .filter(open -> open.started().isPresent())
                    .ifPresent(
                            open -> ties.note(Notes.confirmed(open, current, failSafe, Optional.ofNullable(before))));
        }
    }
}
