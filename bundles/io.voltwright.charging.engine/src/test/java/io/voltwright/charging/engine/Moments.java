package io.voltwright.charging.engine;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Moment.ClockState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Moments of one boot, by their seconds. */
final class Moments {

    static final UUID BOOT = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    private Moments() {}

    static Moment at(double seconds) {
        Duration since = Duration.ofMillis(Math.round(seconds * 1000));
        return new Moment(START.plus(since), BOOT, since, ClockState.SYNCHRONISED);
    }

    static Counted counted(double wattHours, double seconds) {
        return new Counted(Energy.wattHours(wattHours), at(seconds));
    }
}
