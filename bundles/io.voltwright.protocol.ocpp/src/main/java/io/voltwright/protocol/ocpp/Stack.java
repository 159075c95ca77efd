package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Voltage;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The profiles of one purpose at one place: the highest stack level that has a period leads, whatever it allows (R-K08). */
final class Stack implements Ceiling {

    private final List<Profile> profiles;
    private final Optional<Instant> began;
    private final Voltage voltage;

    /**
     * @param profiles all that concern the place
     * @param began when the transaction started; empty: it would start at each moment that is asked about
     * @param voltage nominal, phase to neutral
     */
    Stack(List<Profile> profiles, Optional<Instant> began, Voltage voltage) {
        this.profiles = profiles.stream()
                .sorted(Comparator.comparing(Profile::stackLevel).reversed().thenComparing(profile -> profile.evse()
                        .isEmpty()))
                .toList();
        this.began = began;
        this.voltage = voltage;
    }

    @Override
    public Optional<Rate> at(Instant time) {
        Set<Integer> taken = new HashSet<>();
        for (Profile profile : profiles) {
            // One for this very EVSE takes the place of the general one of its level (section 3.13.1).
            if (profile.evse().isEmpty() && taken.contains(profile.stackLevel())) {
                continue;
            }
            Optional<Schedule.Period> period = profile.at(time, began);
            if (period.isPresent()) {
                return period.map(leading -> rate(leading, profile.schedule().unit()));
            }
            if (profile.evse().isPresent() && !profile.over(time)) {
                taken.add(profile.stackLevel());
            }
        }
        return Optional.empty();
    }

    private Rate rate(Schedule.Period period, Rate.Unit unit) {
        return Rate.of(period.limit(), unit, period.phases().orElse(Rate.PHASES), voltage);
    }

    @Override
    public Optional<Instant> changeAfter(Instant time) {
        return profiles.stream()
                .flatMap(profile -> profile.changeAfter(time, began).stream())
                .min(Instant::compareTo);
    }
}
