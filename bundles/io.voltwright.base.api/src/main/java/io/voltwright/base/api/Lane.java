package io.voltwright.base.api;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs tasks one after another, so that what belongs to a lane needs no lock.
 *
 * <p>A task must not block: no network, no disk, no waiting for another lane. A task that throws is logged; the lane goes on.
 * Delays follow the station's {@link Time}, also when a test lets it run faster.
 */
@ProviderType
public interface Lane extends Executor, AutoCloseable {

    /** Queues the task; after {@link #close()} it is dropped silently. */
    @Override
    void execute(Runnable task);

    /** Queues the task once the delay has passed. */
    Timer after(Duration delay, Runnable task);

    /** Queues the task each period, first after one period; a run that is late is not made up for. */
    Timer every(Duration period, Runnable task);

    /** Drops what is queued and waits for the running task, at most five seconds. Called from the lane itself it does not wait. */
    @Override
    void close();

    /** A task that waits for its time. */
    @ProviderType
    interface Timer {

        /** From then on the task does not start any more. */
        void cancel();
    }
}
