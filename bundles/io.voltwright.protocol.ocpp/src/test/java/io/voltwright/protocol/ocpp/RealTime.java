package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Time as it passes; a lane with a thread of its own, and more of that kind. */
final class RealTime implements Time, Lane, Lanes {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final UUID boot = UUID.randomUUID();
    private final long start = System.nanoTime();

    @Override
    public Duration sinceBoot() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public Moment moment() {
        return new Moment(Instant.now(), boot, sinceBoot(), Moment.ClockState.SYNCHRONISED);
    }

    @Override
    public Lane open(String name) {
        return new RealTime();
    }

    @Override
    public ThreadFactory threads(String name) {
        return work -> new Thread(work, name);
    }

    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // After close it is dropped silently, as a lane does.
            return;
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> later = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        Future<?> later = thread.scheduleAtFixedRate(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return () -> later.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
