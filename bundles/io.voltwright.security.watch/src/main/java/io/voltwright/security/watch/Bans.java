package io.voltwright.security.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is banned now, and for how long a peer that comes again is. Ends are monotonic, so that a clock that jumps frees nobody. */
final class Bans {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration REMEMBERED = Duration.ofHours(24);

    private record Held(Ban ban, Duration end) {}

    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Duration first;

    Bans(Duration first) {
        this.first = first;
    }

    boolean isBanned(String address, Duration sinceBoot) {
        Held known = held.get(address);
        return known != null && sinceBoot.compareTo(known.end()) < 0;
    }

    /** Bans it: twice as long as the last time, if that was within a day. */
    Ban add(String address, String reason, Instant now, Duration sinceBoot) {
        Held before = held.get(address);
        int times = before == null ? 1 : before.ban().times() + 1;
        Duration length = first.multipliedBy(1L << Math.min(12, times - 1));
        length = length.compareTo(LONGEST) > 0 ? LONGEST : length;
        Ban ban = new Ban(address, reason, now, now.plus(length), times);
        held.put(address, new Held(ban, sinceBoot.plus(length)));
        return ban;
    }

    /** Takes back a ban of the run before. */
    void restore(Ban ban, Instant now, Duration sinceBoot) {
        Duration left = Duration.between(now, ban.until());
        // A clock that was set back while the station was off must not ban for years.
        Duration bounded = left.compareTo(LONGEST) > 0 ? LONGEST : left;
        held.putIfAbsent(ban.address(), new Held(ban, sinceBoot.plus(bounded)));
    }

    Optional<Ban> remove(String address) {
        return Optional.ofNullable(held.remove(address)).map(Held::ban);
    }

    List<Ban> current(Duration sinceBoot) {
        return held.values().stream()
                .filter(known -> sinceBoot.compareTo(known.end()) < 0)
                .map(Held::ban)
                .sorted(Comparator.comparing(Ban::since))
                .toList();
    }

    /** How long the ban goes on. */
    Duration left(Ban ban, Duration sinceBoot) {
        Held known = held.get(ban.address());
        return known == null ? Duration.ZERO : known.end().minus(sinceBoot);
    }

    /** Those whose ban ended so long ago that they count as new. */
    List<Ban> forgotten(Duration sinceBoot) {
        return held.values().stream()
                .filter(known -> sinceBoot.compareTo(known.end().plus(REMEMBERED)) > 0)
                .map(Held::ban)
                .toList();
    }
}
