package io.voltwright.protocol.ocpp;

import static io.voltwright.protocol.ocpp.FakeStation.LEFT;
import static io.voltwright.protocol.ocpp.Stacks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.SessionId;
import io.voltwright.protocol.ocpp.Ceilings.Transaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Composite schedules of random stacks, second by second against the rules as they are written down. */
class CompositePropertyTest {

    static final SessionId SESSION = SessionId.random();
    static final int MINUTE = 60;
    static final int DAY = 86_400;
    static final int HORIZON = 9 * DAY;

    @Test
    @DisplayName(
            "R-K05 to R-K09, R-K11, R-K23: at every edge, and up to it, the composite is what a slow evaluator says")
    void agrees() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        System.out.println("CompositePropertyTest seed " + seed);
        int runs = (int) Math.max(3, 2_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));
        for (int run = 0; run < runs; run++) {
            check(new Random(seed + run), "seed " + (seed + run));
        }
    }

    @Test
    @DisplayName("a profile that ends before it begins holds its place until its end, and no longer")
    void endsBeforeItBegins() {
        check(new Random(24_242_753_390_974L), "a seed that failed");
    }

    static void check(Random random, String seed) {
        List<Profile> profiles = profiles(random);
        // All edges are on whole minutes.
        Instant began = NOW.plusSeconds((long) MINUTE * (random.nextInt(2 * DAY / MINUTE) - DAY / MINUTE));
        Instant now = NOW.plusSeconds(random.nextInt(3 * DAY) - DAY);
        Ceiling ceiling = new Ceilings(profiles, new Wires(FakeSite.site()))
                .evse(LEFT, new Transaction(Optional.of(SESSION), Optional.of(began)));
        Plan plan = Plan.of(ceiling, now, Duration.ofSeconds(HORIZON), Integer.MAX_VALUE);

        assertThat(plan.duration()).as(seed).isEqualTo(Duration.ofSeconds(HORIZON));
        int step = 0;
        long first = now.getEpochSecond();
        for (long second = first; second < first + HORIZON; second = next(second)) {
            long offset = second - first;
            while (step + 1 < plan.steps().size()
                    && plan.steps().get(step + 1).offset().toSeconds() <= offset) {
                step++;
            }
            assertThat(plan.steps().get(step).rate().amperes().doubleValue())
                    .as("%s at %s, profiles %s", seed, Instant.ofEpochSecond(second), profiles)
                    .isCloseTo(slow(profiles, second, began.getEpochSecond()), within(1e-9));
        }
    }

    /** The last second before each whole minute, and that minute. */
    static long next(long second) {
        return Math.floorMod(second, MINUTE) == MINUTE - 1
                ? second + 1
                : second - Math.floorMod(second, MINUTE) + MINUTE - 1;
    }

    static double slow(List<Profile> profiles, long second, long began) {
        double limit = 16;
        limit = Math.min(limit, slowest(profiles, Purpose.STATION_MAX, second, began));
        double own = slowest(profiles, Purpose.TX, second, began);
        return Math.min(limit, own < 1e9 ? own : slowest(profiles, Purpose.TX_DEFAULT, second, began));
    }

    static double slowest(List<Profile> profiles, Purpose purpose, long second, long began) {
        for (int level = 10; level >= 0; level--) {
            Profile general = null;
            Profile special = null;
            for (Profile profile : profiles) {
                boolean over = profile.validTo().isPresent()
                        && second >= profile.validTo().get().getEpochSecond();
                if (profile.purpose() == purpose && profile.stackLevel() == level && !over) {
                    if (profile.evse().isPresent()) {
                        special = profile;
                    } else {
                        general = profile;
                    }
                }
            }
            Profile leading = special == null ? general : special;
            double limit = leading == null ? 1e9 : slow(leading, second, began);
            if (limit < 1e9) {
                return limit;
            }
        }
        return 1e9;
    }

    static double slow(Profile profile, long second, long began) {
        Schedule schedule = profile.schedule();
        if (profile.validFrom().isPresent()
                && second < profile.validFrom().get().getEpochSecond()) {
            return 1e9;
        }
        long origin =
                schedule.kind() == Schedule.Kind.RELATIVE || schedule.start().isEmpty()
                        ? began
                        : schedule.start().get().getEpochSecond();
        if (second < origin) {
            return 1e9;
        }
        long position = second - origin;
        if (schedule.kind() == Schedule.Kind.DAILY) {
            position %= DAY;
        }
        if (schedule.kind() == Schedule.Kind.WEEKLY) {
            position %= 7 * DAY;
        }
        if (schedule.duration().isPresent()
                && position >= schedule.duration().get().toSeconds()) {
            return 1e9;
        }
        double limit = 0;
        for (Schedule.Period period : schedule.periods()) {
            if (period.start().toSeconds() <= position) {
                limit = period.limit().doubleValue();
                if (schedule.unit() == Rate.Unit.W) {
                    limit /= 230.0 * period.phases().orElse(3);
                }
            }
        }
        return limit;
    }

    static List<Profile> profiles(Random random) {
        List<Profile> profiles = new ArrayList<>();
        int count = 1 + random.nextInt(10);
        for (int id = 0; id < count; id++) {
            Profile profile = profile(random, id);
            profiles.removeIf(profile::replaces);
            profiles.add(profile);
        }
        return profiles;
    }

    static Profile profile(Random random, int id) {
        Purpose[] purposes = {Purpose.STATION_MAX, Purpose.TX_DEFAULT, Purpose.TX};
        Purpose purpose = purposes[random.nextInt(3)];
        Schedule.Kind[] kinds = Schedule.Kind.values();
        Schedule.Kind kind = kinds[random.nextInt(kinds.length)];
        if (purpose == Purpose.STATION_MAX && kind == Schedule.Kind.RELATIVE) {
            kind = Schedule.Kind.DAILY;
        }
        boolean needsStart = kind.recurs().isPresent() || purpose == Purpose.STATION_MAX;
        Stacks made = Stacks.profile(id, purpose, random.nextInt(4))
                .kind(
                        kind,
                        kind != Schedule.Kind.RELATIVE && (needsStart || random.nextBoolean())
                                ? Optional.of(minute(random, 10 * DAY))
                                : Optional.empty());
        if (random.nextBoolean()) {
            made = made.lasting((long) MINUTE * random.nextInt(10 * DAY / MINUTE));
        }
        if (random.nextInt(3) == 0) {
            made = made.valid(
                    random.nextBoolean() ? Optional.of(minute(random, 5 * DAY)) : Optional.empty(),
                    random.nextBoolean() ? Optional.of(minute(random, 10 * DAY)) : Optional.empty());
        }
        if (purpose == Purpose.TX) {
            made = made.at(LEFT).of(SESSION);
        } else if (purpose == Purpose.TX_DEFAULT && random.nextBoolean()) {
            made = made.at(LEFT);
        }
        boolean watts = random.nextBoolean();
        return (watts ? made.watts() : made).periods(periods(random, watts));
    }

    static Instant minute(Random random, int around) {
        return NOW.plusSeconds((long) MINUTE * (random.nextInt(around / MINUTE) - around / MINUTE / 2));
    }

    static List<Schedule.Period> periods(Random random, boolean watts) {
        List<Schedule.Period> periods = new ArrayList<>();
        long start = 0;
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            periods.add(new Schedule.Period(
                    Duration.ofSeconds(start),
                    BigDecimal.valueOf(random.nextInt(watts ? 140_000 : 200), 1),
                    random.nextBoolean() ? Optional.empty() : Optional.of(3)));
            start += (long) MINUTE * (1 + random.nextInt(2 * DAY / MINUTE));
        }
        return periods;
    }
}
