package io.voltwright.protocol.ocpp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A limit that changes over time. */
interface Ceiling {

    /** The limit at a moment; empty: none. */
    Optional<Rate> at(Instant time);

    /** When {@link #at} may answer differently for the first time after a moment; empty: never. */
    Optional<Instant> changeAfter(Instant time);

    /** One that never changes. */
    static Ceiling fixed(Rate rate) {
        return new Ceiling() {
            @Override
            public Optional<Rate> at(Instant time) {
                return Optional.of(rate);
            }

            @Override
            public Optional<Instant> changeAfter(Instant time) {
                return Optional.empty();
            }
        };
    }

    /** The lowest of several; none where none has a limit. */
    static Ceiling lowest(List<Ceiling> parts) {
        return new Ceiling() {
            @Override
            public Optional<Rate> at(Instant time) {
                return parts.stream().flatMap(part -> part.at(time).stream()).reduce(Rate::min);
            }

            @Override
            public Optional<Instant> changeAfter(Instant time) {
                return parts.stream()
                        .flatMap(part -> part.changeAfter(time).stream())
                        .min(Instant::compareTo);
            }
        };
    }

    /** This one where it has a limit, the other where not. */
    default Ceiling orElse(Ceiling other) {
        Ceiling first = this;
        return new Ceiling() {
            @Override
            public Optional<Rate> at(Instant time) {
                return first.at(time).or(() -> other.at(time));
            }

            @Override
            public Optional<Instant> changeAfter(Instant time) {
                return earlier(first.changeAfter(time), other.changeAfter(time));
            }
        };
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && other.get().isBefore(one.get()) ? other : one.or(() -> other);
    }
}
