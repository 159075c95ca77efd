package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at charging piles five times a second, with the simulator's own eyes, and keeps the least and the most it saw. */
public final class Watch implements AutoCloseable {

    private static final long LOOK_MILLIS = 200;

    /** What was seen of a pile, in amperes. */
    public record Range(double leastAmps, double mostAmps, double leastOffered, long looks) {

        private static final Range NONE = new Range(Double.MAX_VALUE, 0, Double.MAX_VALUE, 0);

        private Range and(double amps, double offered) {
            return new Range(
                    Math.min(leastAmps, amps), Math.max(mostAmps, amps), Math.min(leastOffered, offered), looks + 1);
        }
    }

    private final Yard yard;
    private final Map<String, Range> ranges = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Begins at once; the cars charge already. */
    public Watch(Yard yard, String... piles) {
        this.yard = yard;
        var unused = timer.scheduleWithFixedDelay(
                () -> List.of(piles).forEach(this::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(String pile) {
        try {
            JsonNode seen = yard.evse(pile);
            ranges.merge(
                    pile,
                    Range.NONE.and(
                            seen.path("amps").path(0).asDouble(),
                            seen.path("offeredAmps").asDouble()),
                    (before, now) -> before.and(now.mostAmps(), now.leastOffered()));
        } catch (IOException e) {
            // A look that was missed; those before and after are seconds apart at most.
        }
    }

    /** What was seen so far. */
    public Range of(String pile) {
        return ranges.getOrDefault(pile, Range.NONE);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
