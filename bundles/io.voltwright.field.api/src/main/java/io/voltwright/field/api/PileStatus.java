package io.voltwright.field.api;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a pile: its last state and readings with their age; never invented.
 *
 * @param pilot the control pilot by the profile's state table
 * @param offering whether the pilot carries an offer (B2, C2, D2)
 * @param reason the word of the profile for the state, as {@code waitAuthOrDisabled}; may be empty
 * @param armed whether the fail-safe was written and read back since the last contact (R34)
 * @param fault what the pile or its line suffers from
 * @param readings the latest reading of each point the pile has
 * @param requested when the request for the state left
 * @param quality of state and fault: STALE or LOST while the pile does not answer
 */
public record PileStatus(
        PilotState pilot,
        boolean offering,
        String reason,
        boolean armed,
        Optional<PileFault> fault,
        Map<Point, Reading> readings,
        Moment requested,
        Quality quality) {

    public PileStatus {
        readings = Map.copyOf(readings);
    }

    /** The value of a point, only while it is good. */
    public Optional<Double> good(Point point) {
        Reading reading = readings.get(point);
        return reading != null && reading.quality() == Quality.GOOD ? Optional.of(reading.value()) : Optional.empty();
    }

    /** Current at the pile's terminals 1, 2, 3 while all that the pile measures are good; terminals it lacks are 0. */
    public Optional<PhaseCurrents> currents() {
        return good(Point.CURRENT_L1)
                .map(l1 -> PhaseCurrents.amperes(
                        l1,
                        good(Point.CURRENT_L2).orElse(0.0),
                        good(Point.CURRENT_L3).orElse(0.0)));
    }

    public Optional<Power> power() {
        return good(Point.POWER).map(Power::watts);
    }

    /** The total import register. */
    public Optional<Energy> register() {
        return good(Point.ENERGY_IMPORT).map(Energy::wattHours);
    }

    /** The limit the pile says it applies. */
    public Optional<Current> applied() {
        return good(Point.LIMIT_APPLIED).map(Current::amperes);
    }
}
