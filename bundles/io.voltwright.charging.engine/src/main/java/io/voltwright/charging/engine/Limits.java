package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The caps that people and back ends have set: one per owner and place, each ending by itself if it has an end. */
final class Limits {

    /** What there is one limit of. */
    record Key(String place, String owner) {

        static Key of(PowerLimit limit) {
            return new Key(limit.place(), limit.owner());
        }
    }

    private final Map<Key, PowerLimit> limits = new LinkedHashMap<>();

    synchronized void load(Collection<PowerLimit> stored) {
        stored.forEach(this::put);
    }

    synchronized void put(PowerLimit limit) {
        limits.put(Key.of(limit), limit);
    }

    synchronized void remove(PowerLimit limit) {
        limits.remove(Key.of(limit));
    }

    synchronized Optional<PowerLimit> find(Optional<EvseId> evse, String owner) {
        return Optional.ofNullable(limits.get(new Key(evse.map(EvseId::value).orElse("*"), owner)));
    }

    /** The lowest in force at a place; the whole site where empty. */
    synchronized Optional<PowerLimit> lowest(Optional<EvseId> evse, Instant now) {
        return limits.values().stream()
                .filter(limit -> limit.evse().equals(evse) && !limit.over(now))
                .min((one, other) -> one.current().compareTo(other.current()));
    }

    /** All in force, by place. */
    synchronized List<PowerLimit> all(Instant now) {
        return limits.values().stream()
                .filter(limit -> !limit.over(now))
                .sorted(Comparator.comparing(PowerLimit::place).thenComparing(PowerLimit::owner))
                .toList();
    }

    /** Those that have come to their end. */
    synchronized List<PowerLimit> over(Instant now) {
        return limits.values().stream().filter(limit -> limit.over(now)).toList();
    }

    /** Between 0 and 6 A there is nothing (R6). */
    static Current usable(Current asked) {
        return Current.MINIMUM.exceeds(asked) ? Current.ZERO : asked;
    }
}
