package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Voltage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A composite schedule: what the station expects to allow.
 *
 * @param start on a whole second
 * @param duration that the steps cover; may be less than was asked for, see {@link #of}
 * @param steps the first at 0, ascending; neighbours differ
 */
record Plan(Instant start, Duration duration, List<Step> steps) {

    /** Looking further than this many changes ahead takes too long for a lane. */
    private static final int MOST_CHANGES = 5_000;

    /** What holds from a moment on, in whole seconds after the start. */
    record Step(Duration offset, Rate rate) {}

    /** A step in the form in which it is told: tenths of a unit. */
    record Line(Duration offset, BigDecimal limit, int phases) {

        private boolean same(Line other) {
            return limit.compareTo(other.limit) == 0 && phases == other.phases;
        }
    }

    Plan {
        steps = List.copyOf(steps);
    }

    /**
     * From a moment on (R-K13).
     *
     * @param ceiling that has a limit at every moment
     * @param now is taken down to the whole second
     * @param most steps; what would need more is cut short, and so is what changes too often
     */
    static Plan of(Ceiling ceiling, Instant now, Duration duration, int most) {
        Instant start = Instant.ofEpochSecond(now.getEpochSecond());
        Instant end = start.plus(duration);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Duration.ZERO, ceiling.at(start).orElseThrow()));
        Optional<Instant> change = ceiling.changeAfter(start).filter(end::isAfter);
        for (int changes = 0; change.isPresent(); changes++) {
            Duration offset =
                    Duration.ofSeconds(Duration.between(start, change.get()).toSeconds());
            // Within one second the last one counts.
            boolean replaces = steps.get(steps.size() - 1).offset().equals(offset);
            if (changes == MOST_CHANGES || (steps.size() == most && !replaces)) {
                return new Plan(start, offset, steps);
            }
            if (replaces) {
                steps.remove(steps.size() - 1);
            }
            add(steps, new Step(offset, ceiling.at(change.get()).orElseThrow()));
            change = ceiling.changeAfter(change.get()).filter(end::isAfter);
        }
        return new Plan(start, duration, steps);
    }

    private static void add(List<Step> steps, Step step) {
        if (steps.isEmpty() || !steps.get(steps.size() - 1).rate().equals(step.rate())) {
            steps.add(step);
        }
    }

    /** In one unit; neighbours that look the same are one. */
    List<Line> in(Rate.Unit unit, Voltage voltage) {
        List<Line> lines = new ArrayList<>();
        for (Step step : steps) {
            Line line = new Line(
                    step.offset(), step.rate().in(unit, voltage), step.rate().phases());
            if (lines.isEmpty() || !lines.get(lines.size() - 1).same(line)) {
                lines.add(line);
            }
        }
        return lines;
    }
}
