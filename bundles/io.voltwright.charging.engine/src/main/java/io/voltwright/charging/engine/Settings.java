package io.voltwright.charging.engine;

import java.time.Duration;

/**
 * How charging behaves.
 *
 * @param authorization longest wait for the answer whether a token may charge
 * @param plugWait after which an authorisation without a car expires (R25)
 * @param resumeAfterPowerLoss whether sessions go on after the controller was without power; after a crash they always do
 * @param startSpacing least time between two contactor closings of a pile (R27)
 * @param startsPerHour most closings of a pile in an hour (R27)
 * @param startsPerDay most closings of a pile in a day (R27)
 * @param backlog most facts that wait while the journal is away
 * @param supervision how piles are supervised
 */
record Settings(
        Duration authorization,
        Duration plugWait,
        boolean resumeAfterPowerLoss,
        Duration startSpacing,
        int startsPerHour,
        int startsPerDay,
        int backlog,
        Supervision supervision) {

    /** Supervised as usual. */
    Settings(
            Duration authorization,
            Duration plugWait,
            boolean resumeAfterPowerLoss,
            Duration startSpacing,
            int startsPerHour,
            int startsPerDay,
            int backlog) {
        this(
                authorization,
                plugWait,
                resumeAfterPowerLoss,
                startSpacing,
                startsPerHour,
                startsPerDay,
                backlog,
                Supervision.DEFAULT);
    }

    static final Settings DEFAULT =
            new Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), true, Duration.ofSeconds(60), 10, 40, 5_000);
}
