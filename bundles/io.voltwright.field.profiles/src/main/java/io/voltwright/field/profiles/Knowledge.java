package io.voltwright.field.profiles;

import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.profiles.DeviceProfile.Freshness;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of one device: the latest value of each point with the time its request left. Written on one lane, read by all. */
final class Knowledge {

    /**
     * The answer to the last request for a point.
     *
     * @param value empty if the device had none
     */
    record Held(Optional<Value> value, Moment requested) {}

    private final DeviceProfile profile;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Expression.Scope scope;
    /** When the latest request left that the device answered. */
    private volatile Duration heard = Duration.ZERO;

    Knowledge(DeviceProfile profile) {
        this.profile = profile;
        this.scope = profile.scope(name -> Optional.ofNullable(held.get(name)).flatMap(Held::value));
    }

    /** Points, variables and capabilities, as far as known. */
    Expression.Scope scope() {
        return scope;
    }

    void learn(String point, Optional<Value> value, Moment requested) {
        held.put(point, new Held(value, requested));
        Duration left = requested.sinceBoot();
        heard = longer(heard, left);
    }

    /** Drops a value that cannot be trusted any more. */
    void forget(String point) {
        held.remove(point);
    }

    Optional<Held> held(String point) {
        return Optional.ofNullable(held.get(point));
    }

    /** A quantity or number, whatever its age. */
    Optional<Double> number(String point) {
        return scope.apply(point).map(Value::number);
    }

    /** The text of a point, or empty. */
    String text(String point) {
        return scope.apply(point).map(Value::toString).orElse("");
    }

    /** When the oldest of these was requested; empty while one was never read. */
    Optional<Moment> oldest(Collection<String> points) {
        Moment oldest = null;
        for (String point : points) {
            Held one = held.get(point);
            if (one == null) {
                return Optional.empty();
            }
            if (oldest == null || one.requested().sinceBoot().compareTo(oldest.sinceBoot()) < 0) {
                oldest = one.requested();
            }
        }
        return Optional.ofNullable(oldest);
    }

    Map<Point, Reading> readings(Duration now) {
        Map<Point, Reading> readings = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            Held one = held.get(point.key());
            if (one != null && one.value().isPresent()) {
                Duration age = now.minus(one.requested().sinceBoot());
                readings.put(
                        point,
                        new Reading(
                                point, one.value().get().number(), one.requested(), quality(point.key(), age, now)));
            }
        }
        return readings;
    }

    /**
     * Slower classes may be older in proportion: two and a half periods, and six. What is read once after each contact holds as long as
     * the device is heard, and what is not polled at all no longer than what is polled most often.
     */
    private Quality quality(String point, Duration age, Duration now) {
        Freshness fastest = profile.freshness();
        Optional<String> poll = profile.variant(point, scope).flatMap(PointSpec::poll);
        Optional<Duration> period = poll.map(profile.polls()::get).flatMap(found -> found);
        if (period.isEmpty()) {
            return quality(poll.isPresent() ? now.minus(heard) : age, fastest.good(), fastest.lost());
        }
        Duration good = longer(fastest.good(), period.get().multipliedBy(5).dividedBy(2));
        return quality(age, good, longer(fastest.lost(), period.get().multipliedBy(6)));
    }

    static Quality quality(Duration age, Duration good, Duration lost) {
        if (age.compareTo(good) <= 0) {
            return Quality.GOOD;
        }
        return age.compareTo(lost) <= 0 ? Quality.STALE : Quality.LOST;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
