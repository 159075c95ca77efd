package io.voltwright.base.time;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Many lanes on a few worker threads and one timer thread. */
@Component(configurationPid = SystemTime.PID)
public final class SharedLanes implements Lanes {

    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer;
    private final double speed;

    @Activate
    public SharedLanes(SystemTime.Config config) {
        this(
                checkedWorkers(config.workers()),
                Boot.ofThisProcess(Speed.of(config)).speed());
    }

    SharedLanes(int workers, double speed) {
        this.speed = speed;
        this.workers = new ThreadPoolExecutor(
                workers, workers, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads("lanes"));
        this.timer = new ScheduledThreadPoolExecutor(1, threads("lane timer"));
        timer.setRemoveOnCancelPolicy(true);
        // Started here, so that no thread inherits the context of whichever bundle queues the first task.
        this.workers.prestartAllCoreThreads();
        timer.prestartAllCoreThreads();
    }

    private static int checkedWorkers(int workers) {
        if (workers < 2 || workers > 16) {
            throw new IllegalArgumentException(SystemTime.PID + ": workers = " + workers + " is not 2 to 16");
        }
        return workers;
    }

    @Deactivate
    void stop() throws InterruptedException {
        timer.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
        timer.awaitTermination(1, TimeUnit.SECONDS);
    }

    @Override
    public Lane open(String name) {
        return new SerialLane(name, workers, this::schedule);
    }

    private Lane.Timer schedule(Duration delay, Runnable task) {
        long nanos = (long) (delay.toNanos() / speed);
        var scheduled = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader loader = SharedLanes.class.getClassLoader();
        return work -> {
            int number = count.incrementAndGet();
            Thread thread = new Thread(work, number == 1 ? name : name + " " + number);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }
}
