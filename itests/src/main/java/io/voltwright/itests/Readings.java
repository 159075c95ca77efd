package io.voltwright.itests;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** When readings were taken, as REST shows them four times a second: the longest time between two at any of some piles. */
public final class Readings implements AutoCloseable {

    private static final long LOOK_MILLIS = 250;

    private final Charges charges;
    private final List<String> evses;
    private final Map<String, Instant> last = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Duration longest = Duration.ZERO;
    private boolean blind;
    private int count;

    public Readings(Rest rest, String... evses) {
        this.charges = new Charges(rest);
        this.evses = List.of(evses);
        var unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (String evse : evses) {
            try {
                String requested = charges.read(evse);
                if (!requested.isEmpty()) {
                    seen(evse, Instant.parse(requested));
                }
            } catch (IOException e) {
                unseen();
            }
        }
    }

    private synchronized void unseen() {
        blind = true;
    }

    private synchronized void seen(String evse, Instant now) {
        Instant before = last.put(evse, now);
        if (before != null && now.isAfter(before)) {
            Duration gap = Duration.between(before, now);
            longest = gap.compareTo(longest) > 0 ? gap : longest;
            count++;
        }
    }

    /** Forgets what was longest. */
    public synchronized void restart() {
        longest = Duration.ZERO;
        blind = false;
        count = 0;
    }

    private synchronized int count() {
        return count;
    }

    /** Waits until so many more readings of each pile came. */
    public void await(int each) {
        int wanted = count() + each * evses.size();
        Awaitility.await("readings come")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> count() >= wanted);
    }

    /** The longest time, in seconds; "at most" where REST itself was away meanwhile. */
    public synchronized String longest() {
        return (blind ? "<= " : "") + longest.toMillis() / 1000.0 + " s";
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
