package io.voltwright.field.profiles;

import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.site.api.Meter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a meter shows at its terminals into phases and signs of the grid (P19): what flows in is positive. */
final class Orientation {

    private static final List<Phase> AS_DRAWN = List.of(Phase.values());
    private static final List<Point> CURRENTS = List.of(Point.CURRENT_L1, Point.CURRENT_L2, Point.CURRENT_L3);
    private static final List<Point> POWERS = List.of(Point.POWER_L1, Point.POWER_L2, Point.POWER_L3);
    private static final List<List<Point>> PHASED =
            List.of(List.of(Point.VOLTAGE_L1, Point.VOLTAGE_L2, Point.VOLTAGE_L3), CURRENTS, POWERS);

    private final Meter wiring;
    private final boolean asDrawn;

    Orientation(Meter wiring) {
        this.wiring = wiring;
        asDrawn = wiring.rotation().equals(AS_DRAWN) && wiring.inverted().isEmpty();
    }

    /** The grid phase at the first terminal. */
    Phase first() {
        return wiring.rotation().get(0);
    }

    /** The readings of the grid that follow from those at the terminals; without those that do not follow. */
    Map<Point, Reading> seen(Map<Point, Reading> terminals) {
        if (asDrawn) {
            return terminals;
        }
        Map<Point, Reading> seen = new EnumMap<>(Point.class);
        seen.putAll(terminals);
        PHASED.forEach(points -> turn(points, terminals, seen));
        if (wiring.turned()) {
            negate(Point.POWER, terminals, seen);
            negate(Point.REACTIVE, terminals, seen);
            move(Point.ENERGY_IMPORT, Point.ENERGY_EXPORT, terminals, seen);
            move(Point.ENERGY_EXPORT, Point.ENERGY_IMPORT, terminals, seen);
        } else if (!wiring.inverted().isEmpty()) {
            // A sum over phases of which some are turned is no measurement of anything.
            List.of(Point.REACTIVE, Point.ENERGY_IMPORT, Point.ENERGY_EXPORT).forEach(seen::remove);
            seen.remove(Point.POWER);
            sum(seen).ifPresent(power -> seen.put(Point.POWER, power));
        }
        return seen;
    }

    private void turn(List<Point> points, Map<Point, Reading> terminals, Map<Point, Reading> seen) {
        points.forEach(seen::remove);
        boolean signed = points == CURRENTS || points == POWERS;
        for (int i = 0; i < wiring.rotation().size(); i++) {
            Phase phase = wiring.rotation().get(i);
            Reading reading = terminals.get(points.get(i));
            if (reading != null) {
                Point point = points.get(AS_DRAWN.indexOf(phase));
                boolean turned = signed && wiring.inverted().contains(phase);
                seen.put(point, as(point, turned ? -reading.value() : reading.value(), reading));
            }
        }
    }

    private static void negate(Point point, Map<Point, Reading> terminals, Map<Point, Reading> seen) {
        Reading reading = terminals.get(point);
        if (reading != null) {
            seen.put(point, as(point, -reading.value(), reading));
        }
    }

    private static void move(Point from, Point to, Map<Point, Reading> terminals, Map<Point, Reading> seen) {
        Reading reading = terminals.get(from);
        if (reading == null) {
            seen.remove(to);
        } else {
            seen.put(to, as(to, reading.value(), reading));
        }
    }

    /** The power of all phases, as old and as doubtful as the worst of them; empty while one is not known. */
    private Optional<Reading> sum(Map<Point, Reading> seen) {
        double watts = 0;
        Reading oldest = null;
        Quality worst = Quality.GOOD;
        for (Phase phase : wiring.rotation()) {
            Reading one = seen.get(POWERS.get(AS_DRAWN.indexOf(phase)));
            if (one == null) {
                return Optional.empty();
            }
            watts += one.value();
            worst = one.quality().compareTo(worst) > 0 ? one.quality() : worst;
            boolean older = oldest == null
                    || one.requested().sinceBoot().compareTo(oldest.requested().sinceBoot()) < 0;
            oldest = older ? one : oldest;
        }
        return oldest == null
                ? Optional.empty()
                : Optional.of(new Reading(Point.POWER, watts, oldest.requested(), worst));
    }

    /** Plus nothing, for there is no negative zero in the grid. */
    private static Reading as(Point point, double value, Reading reading) {
        return new Reading(point, value + 0.0, reading.requested(), reading.quality());
    }
}
