package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.PhaseCurrents;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Power;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.Meter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What everything else on a metered node takes, and how far that is known (R39). */
final class MeterFeed {

    static final Duration FRESH = Duration.ofSeconds(2);
    static final Duration STALE = Duration.ofSeconds(5);
    static final Duration LOST = Duration.ofSeconds(60);

    /** A car's ramp reaches meter and pile at different times; what lasts shorter is no load. */
    private static final Duration FILTER = Duration.ofSeconds(3);

    private static final Duration SLOW_UP = Duration.ofSeconds(30);
    private static final int ROUND = 500;

    private final Deque<Sample> raw = new ArrayDeque<>();
    private final Deque<Sample> filtered = new ArrayDeque<>();
    private final Duration born;
    private PhaseCurrents worst = PhaseCurrents.ZERO;
    private PhaseCurrents now = PhaseCurrents.ZERO;
    private @Nullable Duration heard;

    private record Sample(Duration time, PhaseCurrents load) {}

    MeterFeed(Duration born) {
        this(born, PhaseCurrents.ZERO);
    }

    /**
     * @param worst the worst load seen before the restart
     */
    MeterFeed(Duration born, PhaseCurrents worst) {
        this.born = born;
        this.worst = worst;
    }

    /** The worst load of all else on the node that was ever seen. */
    PhaseCurrents worst() {
        return worst;
    }

    /** How far the rest of the load is known. */
    enum Trust {
        GOOD,
        /** Nothing may be raised. */
        FROZEN,
        /** The worst seen so far is assumed. */
        BLIND,
        /** As blind, and nobody gets more than 6 A. */
        LOST
    }

    /**
     * Takes the meter's currents.
     *
     * @param own what the EVSEs below take by their own measurement
     */
    Trust look(Optional<Meter> meter, PhaseCurrents own, Duration time) {
        Optional<PhaseCurrents> measured = meter.flatMap(MeterFeed::currents);
        Optional<Duration> requested = meter.flatMap(
                        known -> Optional.ofNullable(known.readings().get(first(known))))
                .map(reading -> reading.requested().sinceBoot());
        if (measured.isPresent() && requested.isPresent()) {
            Duration at = requested.orElseThrow();
            if (heard == null || at.compareTo(heard) > 0) {
                heard = at;
                add(minus(measured.orElseThrow(), own), time);
            }
        }
        Duration age = time.minus(heard == null ? born : heard);
        if (age.compareTo(LOST) >= 0) {
            return Trust.LOST;
        }
        if (age.compareTo(STALE) >= 0) {
            return heard == null ? Trust.FROZEN : Trust.BLIND;
        }
        return heard == null || age.compareTo(FRESH) > 0 ? Trust.FROZEN : Trust.GOOD;
    }

    /** The load of all else on the node. */
    PhaseCurrents background(Trust trust) {
        return trust == Trust.BLIND || trust == Trust.LOST ? worst : now;
    }

    private void add(PhaseCurrents load, Duration time) {
        keep(raw, load, time, FILTER);
        keep(filtered, fold(raw, Current::min), time, SLOW_UP);
        now = fold(filtered, Current::max);
        worst = each(worst, now, Current::max);
    }

    private static void keep(Deque<Sample> samples, PhaseCurrents load, Duration time, Duration window) {
        samples.addLast(new Sample(time, load));
        while (samples.size() > 1 && time.minus(samples.getFirst().time()).compareTo(window) > 0) {
            samples.removeFirst();
        }
    }

    private static PhaseCurrents fold(Deque<Sample> samples, BinaryOperator<Current> how) {
        return samples.stream()
                .map(Sample::load)
                .reduce((one, other) -> each(one, other, how))
                .orElse(PhaseCurrents.ZERO);
    }

    private static PhaseCurrents each(PhaseCurrents one, PhaseCurrents other, BinaryOperator<Current> how) {
        return new PhaseCurrents(
                how.apply(one.l1(), other.l1()), how.apply(one.l2(), other.l2()), how.apply(one.l3(), other.l3()));
    }

    private static PhaseCurrents minus(PhaseCurrents all, PhaseCurrents own) {
        return each(all, own, (a, b) -> {
            int rest = Math.max(0, a.milliamperes() - b.milliamperes());
            return Current.milliamperes((rest + ROUND - 1) / ROUND * ROUND);
        });
    }

    /** The meter's currents while that of its first terminal is good. */
    static Optional<PhaseCurrents> currents(Meter meter) {
        Map<Point, Reading> readings = meter.readings();
        return good(readings.get(first(meter)))
                .map(known -> new PhaseCurrents(
                        good(readings.get(Point.CURRENT_L1)).orElse(Current.ZERO),
                        good(readings.get(Point.CURRENT_L2)).orElse(Current.ZERO),
                        good(readings.get(Point.CURRENT_L3)).orElse(Current.ZERO)));
    }

    /** What flows in from the grid, negative where it flows out: by the meter's power, or its signed currents. */
    static Optional<Power> power(Meter meter, Premises premises) {
        Reading reading = meter.readings().get(Point.POWER);
        if (reading != null && reading.quality() == Quality.GOOD) {
            return Optional.of(Power.watts(reading.value()));
        }
        double volts = premises.volts(premises.grid());
        return currents(meter)
                .map(now -> Power.watts(volts
                        * (now.l1().amperes() + now.l2().amperes() + now.l3().amperes())));
    }

    private static Point first(Meter meter) {
        return switch (meter.first()) {
            case L1 -> Point.CURRENT_L1;
            case L2 -> Point.CURRENT_L2;
            case L3 -> Point.CURRENT_L3;
        };
    }

    private static Optional<Current> good(@Nullable Reading reading) {
        return reading != null && reading.quality() == Quality.GOOD
                ? Optional.of(Current.amperes(reading.value()))
                : Optional.empty();
    }

    /** What is left of a limit on each phase; never negative. */
    static PhaseCurrents left(Current limit, PhaseCurrents load) {
        return new PhaseCurrents(
                left(limit, load.on(Phase.L1)), left(limit, load.on(Phase.L2)), left(limit, load.on(Phase.L3)));
    }

    private static Current left(Current limit, Current load) {
        return limit.minus(load).max(Current.ZERO);
    }
}
