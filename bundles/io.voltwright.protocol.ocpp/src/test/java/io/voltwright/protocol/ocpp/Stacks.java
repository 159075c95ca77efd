package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Voltage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Charging profiles for tests, in amperes unless said otherwise. */
record Stacks(
        int id,
        Purpose purpose,
        Optional<EvseId> evse,
        int level,
        Schedule.Kind kind,
        Optional<Instant> start,
        Optional<Duration> duration,
        Optional<Instant> from,
        Optional<Instant> to,
        Rate.Unit unit,
        Optional<SessionId> session) {

    /** A Monday. */
    static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    static final Voltage VOLTS = Voltage.volts(230);

    static Stacks profile(int id, Purpose purpose, int level) {
        return new Stacks(
                id,
                purpose,
                Optional.empty(),
                level,
                Schedule.Kind.ABSOLUTE,
                Optional.of(NOW),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rate.Unit.A,
                Optional.empty());
    }

    Stacks at(EvseId place) {
        return new Stacks(id, purpose, Optional.of(place), level, kind, start, duration, from, to, unit, session);
    }

    Stacks kind(Schedule.Kind other, Optional<Instant> begin) {
        return new Stacks(id, purpose, evse, level, other, begin, duration, from, to, unit, session);
    }

    Stacks lasting(long seconds) {
        return new Stacks(
                id,
                purpose,
                evse,
                level,
                kind,
                start,
                Optional.of(Duration.ofSeconds(seconds)),
                from,
                to,
                unit,
                session);
    }

    Stacks valid(Optional<Instant> since, Optional<Instant> until) {
        return new Stacks(id, purpose, evse, level, kind, start, duration, since, until, unit, session);
    }

    Stacks watts() {
        return new Stacks(id, purpose, evse, level, kind, start, duration, from, to, Rate.Unit.W, session);
    }

    Stacks of(SessionId owner) {
        return new Stacks(id, purpose, evse, level, kind, start, duration, from, to, unit, Optional.of(owner));
    }

    /** Pairs of the second at which a period starts and its limit. */
    Profile periods(double... pairs) {
        List<Schedule.Period> periods = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            periods.add(new Schedule.Period(
                    Duration.ofSeconds((long) pairs[i]), BigDecimal.valueOf(pairs[i + 1]), Optional.empty()));
        }
        return periods(periods);
    }

    Profile periods(List<Schedule.Period> periods) {
        return new Profile(
                id,
                evse,
                purpose,
                level,
                session,
                from,
                to,
                NOW,
                new Schedule(kind, start, duration, unit, periods, Optional.empty()));
    }

    /** The limit in amperes; negative for none. */
    static double amperes(Ceiling ceiling, Instant time) {
        return ceiling.at(time).map(rate -> rate.amperes().doubleValue()).orElse(-1.0);
    }
}
