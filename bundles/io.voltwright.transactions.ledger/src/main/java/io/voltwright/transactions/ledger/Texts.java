package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Energy;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How values look in tables. */
final class Texts {

    private Texts() {}

    static String kilowattHours(Energy energy) {
        return energy.kilowattHours().setScale(3, RoundingMode.HALF_UP) + " kWh";
    }

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As {@code 1:02:03}. */
    static String clock(Duration duration) {
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
