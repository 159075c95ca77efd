package io.voltwright.base.time;

import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The machine's time and the station's own lanes, for tests over real wires. */
public final class RealTime implements Time {

    private final SharedLanes lanes = new SharedLanes(2, 1);
    private final UUID boot = UUID.randomUUID();
    private final long start = System.nanoTime();

    public Lanes lanes() {
        return lanes;
    }

    @Override
    public Duration sinceBoot() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public Moment moment() {
        return new Moment(Instant.now(), boot, sinceBoot(), Moment.ClockState.SYNCHRONISED);
    }

    public void close() throws InterruptedException {
        lanes.stop();
    }
}
