package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.Habits;
import io.voltwright.charging.api.Habits.Rules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How the owners want sessions to be led; read on every lane. */
final class HabitBook {

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Map<String, Habits> owners;
    private final Predicate<Habits> here;

    HabitBook() {
        this(new ConcurrentSkipListMap<>(), habits -> true);
    }

    private HabitBook(Map<String, Habits> owners, Predicate<Habits> here) {
        this.owners = owners;
        this.here = here;
    }

    /** What of it concerns an EVSE, now and later. */
    HabitBook at(EvseId evse) {
        return new HabitBook(owners, habits -> habits.concern(evse));
    }

    void put(String owner, Habits habits) {
        owners.put(owner, habits);
    }

    void remove(String owner) {
        owners.remove(owner);
    }

    /** Those of the owner who has a say; of several the one whose name comes first. */
    Optional<Rules> rules() {
        return there().flatMap(habits -> habits.rules().stream()).findFirst();
    }

    /** Whether an interval of the session began after one moment and not after another. */
    boolean intervalBegan(Moment started, Moment before, Moment now) {
        return there().map(Habits::sample)
                .anyMatch(interval -> began(
                        MomentText.between(started, before).toMillis(),
                        MomentText.between(started, now).toMillis(),
                        interval));
    }

    /** Whether an interval of the day began after one moment and not after another. */
    boolean clockStruck(Moment before, Moment now) {
        return there().map(Habits::onClock)
                .anyMatch(interval -> began(sinceMidnight(before, now), millis(now), interval));
    }

    private Stream<Habits> there() {
        return owners.values().stream().filter(here);
    }

    private static boolean began(long before, long now, Duration interval) {
        long length = interval.toMillis();
        return length > 0 && Math.floorDiv(now, length) > Math.floorDiv(before, length);
    }

    private static long millis(Moment moment) {
        return Math.floorMod(moment.utc().toEpochMilli(), DAY);
    }

    // What was on an earlier day is before the first interval of this one.
    private static long sinceMidnight(Moment moment, Moment today) {
        return millis(today) - Duration.between(moment.utc(), today.utc()).toMillis();
    }
}
