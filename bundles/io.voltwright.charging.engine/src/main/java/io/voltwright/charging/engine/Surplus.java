package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Power;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives what would be fed into the grid to the cars that wait for it: one begins when there has been enough for its least for a
 * minute, and ends when there has not for three (field reference 4.2, step 8).
 */
final class Surplus {

    static final Duration BEGIN = Duration.ofMinutes(1);
    static final Duration END = Duration.ofMinutes(3);

    /** A cloud is shorter than a contactor's rest, a kettle shorter than a car's ramp: the least of this while counts. */
    private static final Duration SMOOTH = Duration.ofSeconds(10);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<EvseId, Run> runs = new HashMap<>();
    private final Map<EvseId, Integer> phases = new HashMap<>();

    private record Sample(Duration time, double watts) {}

    /** Whether a car runs on the sun, and since when that should change. */
    private static final class Run {
        private final SunPhases phases = new SunPhases();
        private boolean on;
        private @Nullable Duration since;

        boolean on(boolean enough, Duration now) {
            if (enough == on) {
                since = null;
                return on;
            }
            since = since == null ? now : since;
            if (now.minus(since).compareTo(on ? END : BEGIN) >= 0) {
                on = enough;
                since = null;
            }
            return on;
        }
    }

    /**
     * A car that charges by the sun.
     *
     * @param perAmpere the power of an ampere
     * @param draws what it takes now, while that is known
     * @param always whether it gets its least at any time
     * @param since seconds it has held or waited; the larger comes first
     * @param phases on how many it charges, where that may be changed
     * @param follows whether it still follows a change: then its own meter and that of the grid do not show the same moment,
     *     and what was measured before counts a while longer
     */
    record Taker(
            EvseId evse,
            Current least,
            Current most,
            Power perAmpere,
            Optional<Power> draws,
            boolean always,
            long since,
            Optional<Integer> phases,
            boolean follows) {}

    /**
     * What each may take.
     *
     * @param grid what flows in from the grid now, negative where it flows out; empty while it is not known
     */
    Map<EvseId, Current> share(Collection<Taker> takers, Optional<Power> grid, Duration now) {
        runs.keySet().retainAll(takers.stream().map(Taker::evse).toList());
        phases.clear();
        double own = takers.stream()
                .flatMap(taker -> taker.draws().stream())
                .mapToDouble(Power::watts)
                .sum();
        // Cars may follow in turns, so that one always does; and of a grid that nobody sees nothing is given.
        boolean fresh =
                !samples.isEmpty() && now.minus(samples.getLast().time()).compareTo(SMOOTH) <= 0;
        if (!fresh || grid.isEmpty() || takers.stream().noneMatch(Taker::follows)) {
            samples.addLast(
                    new Sample(now, grid.map(power -> own - power.watts()).orElse(0.0)));
        }
        double left = smooth(now);
        Map<EvseId, Current> shares = new HashMap<>();
        List<Taker> inOrder = takers.stream()
                .sorted(Comparator.comparing((Taker taker) -> !isOn(taker))
                        .thenComparing(taker -> -taker.since())
                        .thenComparing(Taker::evse))
                .toList();
        for (Taker taker : inOrder) {
            Current share = share(taker, left, now);
            shares.put(taker.evse(), share);
            left = Math.max(0, left - share.amperes() * taker.perAmpere().watts());
        }
        return shares;
    }

    /** Who should charge on another number of phases, for all that the sun has given. */
    Map<EvseId, Integer> phases() {
        return Map.copyOf(phases);
    }

    private boolean isOn(Taker taker) {
        Run run = runs.get(taker.evse());
        return run != null && run.on;
    }

    private Current share(Taker taker, double watts, Duration now) {
        Current fits = Current.amperes(watts / taker.perAmpere().watts()).min(taker.most());
        boolean enough = !taker.least().exceeds(fits);
        Run run = runs.computeIfAbsent(taker.evse(), evse -> new Run());
        boolean on = run.on(enough, now);
        run.phases.look(taker, watts, on, now).ifPresent(count -> phases.put(taker.evse(), count));
        if (on) {
            return fits.max(taker.least());
        }
        return taker.always() ? taker.least() : Current.ZERO;
    }

    private double smooth(Duration now) {
        while (samples.size() > 1 && now.minus(samples.getFirst().time()).compareTo(SMOOTH) > 0) {
            samples.removeFirst();
        }
        return samples.stream().mapToDouble(Sample::watts).min().orElse(0);
    }
}
