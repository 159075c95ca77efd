package io.voltwright.protocol.ocpp;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a charging profile must be like to be installed (R-K01, R-K03, R-K04, R-K12). */
final class ProfileRules {

    static final int MOST_STACK_LEVEL = 100;
    static final int MOST_PERIODS = 1_000;
    static final int MOST_PROFILES = 200;

    /** In either unit; what the store holds exactly. */
    private static final BigDecimal MOST_LIMIT = new BigDecimal(1_000_000_000);

    private ProfileRules() {}

    /** Why it is not taken; empty if it is. */
    static Optional<String> refusal(Profile profile, Wires wires) {
        return place(profile).or(() -> schedule(profile)).or(() -> phases(profile, wires));
    }

    private static Optional<String> place(Profile profile) {
        return switch (profile.purpose()) {
            case STATION_MAX -> profile.evse().isEmpty()
                    ? Optional.empty()
                    : Optional.of("the maximum of the station is set at connector 0");
            case EXTERNAL -> Optional.of("a back end does not set external constraints");
            case TX_DEFAULT -> Optional.empty();
            case TX -> profile.evse().isPresent()
                    ? Optional.empty()
                    : Optional.of("a transaction's profile is set at its connector");
        };
    }

    private static Optional<String> schedule(Profile profile) {
        Schedule schedule = profile.schedule();
        List<Schedule.Period> periods = schedule.periods();
        if (profile.stackLevel() > MOST_STACK_LEVEL) {
            return Optional.of("stackLevel is above " + MOST_STACK_LEVEL);
        }
        if (periods.isEmpty() || periods.size() > MOST_PERIODS) {
            return Optional.of("there are " + periods.size() + " periods, not 1 to " + MOST_PERIODS);
        }
        if (!periods.get(0).start().isZero() || !ascending(periods)) {
            return Optional.of("the first period does not start at 0, or they are not in order");
        }
        if (periods.stream().anyMatch(period -> !believable(period.limit()))
                || schedule.least().filter(least -> !believable(least)).isPresent()) {
            return Optional.of("a limit is not between 0 and " + MOST_LIMIT);
        }
        if (schedule.kind().recurs().isPresent() && schedule.start().isEmpty()) {
            return Optional.of("a recurring profile needs startSchedule");
        }
        if (profile.purpose() == Purpose.STATION_MAX && schedule.kind() == Schedule.Kind.RELATIVE) {
            return Optional.of("the station has no transaction that its maximum could be relative to");
        }
        return Optional.empty();
    }

    private static boolean ascending(List<Schedule.Period> periods) {
        Duration before = Duration.ofSeconds(-1);
        for (Schedule.Period period : periods) {
            if (period.start().compareTo(before) <= 0) {
                return false;
            }
            before = period.start();
        }
        return true;
    }

    private static boolean believable(BigDecimal limit) {
        return limit.signum() >= 0 && limit.compareTo(MOST_LIMIT) <= 0;
    }

    // A pile on three phases cannot be kept to one, so that a limit for one would be exceeded threefold.
    private static Optional<String> phases(Profile profile, Wires wires) {
        int wired = profile.evse().isPresent() || profile.purpose() == Purpose.STATION_MAX
                ? wires.phases(profile.evse()).size()
                : wires.evses().stream()
                        .mapToInt(evse -> wires.phases(Optional.of(evse)).size())
                        .max()
                        .orElse(0);
        boolean wrong = profile.schedule().periods().stream().anyMatch(period -> period.phases()
                .filter(phases ->
                        phases < 1 || (phases < wired && period.limit().signum() > 0))
                .isPresent());
        return wrong
                ? Optional.of("numberPhases is less than the phases in use, and they cannot be switched")
                : Optional.empty();
    }
}
