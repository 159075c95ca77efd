package io.voltwright.charging.engine;

import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Wish;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What was said of the sessions that are open. */
final class Wishes {

    private static final Duration LONG_OVER = Duration.ofMinutes(1);

    private final Map<SessionId, Wish> wishes = new ConcurrentHashMap<>();
    private final Map<SessionId, Duration> missing = new ConcurrentHashMap<>();

    void load(Map<SessionId, Wish> stored) {
        wishes.putAll(stored);
    }

    void put(SessionId session, Wish wish) {
        wishes.put(session, wish);
    }

    Wish of(Optional<SessionId> session) {
        return session.flatMap(id -> Optional.ofNullable(wishes.get(id))).orElse(Wish.NONE);
    }

    /** Forgets those of sessions that have been over for a while: after a start sessions are read one by one. */
    void keepOnly(Collection<SessionId> open, Duration now) {
        missing.keySet().removeIf(id -> open.contains(id) || !wishes.containsKey(id));
        wishes.keySet()
                .removeIf(id -> !open.contains(id)
                        && now.minus(missing.computeIfAbsent(id, fresh -> now)).compareTo(LONG_OVER) > 0);
    }
}
