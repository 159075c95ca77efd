package io.voltwright.base.time;

import io.voltwright.base.api.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A queue that lends a worker thread while it has something to do. */
final class SerialLane implements Lane {

    private static final Logger log = LoggerFactory.getLogger(SerialLane.class);

    /** After so many tasks the worker goes to the next lane, so that a busy lane starves nobody. */
    private static final int TURN = 64;

    private static final int LONG_QUEUE = 1_000;
    private static final long CLOSE_WAIT_SECONDS = 5;

    private final String name;
    private final Executor workers;
    private final BiFunction<Duration, Runnable, Timer> schedule;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Queue<Runnable> tasks = new ArrayDeque<>(2);
    private final Set<Waiting> timers = new HashSet<>(2);
    private boolean scheduled;
    private boolean closed;
    private boolean behind;
    private @Nullable Thread runner;

    SerialLane(String name, Executor workers, BiFunction<Duration, Runnable, Timer> schedule) {
        this.name = name;
        this.workers = workers;
        this.schedule = schedule;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            tasks.add(task);
            if (!behind && tasks.size() >= LONG_QUEUE) {
                behind = true;
                log.warn("lane {} is behind: {} tasks wait", name, tasks.size());
            }
            if (!scheduled) {
                scheduled = true;
                submit();
            }
        } finally {
            lock.unlock();
        }
    }

    private void submit() {
        try {
            workers.execute(this::turn);
        } catch (RejectedExecutionException e) {
            // The workers end only after all who hold lanes have gone; what comes later is dropped as after close.
            scheduled = false;
            tasks.clear();
        }
    }

    private void turn() {
        Thread thread = Thread.currentThread();
        String threadName = thread.getName();
        thread.setName(name);
        MDC.put("lane", name);
        try {
            for (int i = 0; i < TURN; i++) {
                Runnable task = begin(thread);
                if (task == null) {
                    return;
                }
                run(task);
            }
        } finally {
            MDC.remove("lane");
            thread.setName(threadName);
            end();
        }
    }

    private @Nullable Runnable begin(Thread thread) {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            runner = task == null ? null : thread;
            return task;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the top of the lane: whatever a task throws, the lane goes on
    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log.error("lane {}: a task failed", name, e);
        }
    }

    private void end() {
        lock.lock();
        try {
            runner = null;
            if (tasks.isEmpty()) {
                scheduled = false;
                if (behind) {
                    behind = false;
                    log.info("lane {} has caught up", name);
                }
            } else {
                submit();
            }
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return new Waiting(task, null).start(delay);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("lane " + name + ": a period of " + period);
        }
        return new Waiting(task, period).start(period);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            tasks.clear();
            timers.forEach(Waiting::stop);
            timers.clear();
            long left = TimeUnit.SECONDS.toNanos(CLOSE_WAIT_SECONDS);
            while (runner != null && runner != Thread.currentThread() && left > 0) {
                left = idle.awaitNanos(left);
            }
            if (left <= 0) {
                log.warn("lane {} was closed while a task still runs", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** A task between its order and its turn; all fields belong to the lane's lock. */
    private final class Waiting implements Timer {

        private final Runnable task;
        private final @Nullable Duration period;
        private @Nullable Timer alarm;
        private boolean cancelled;
        private boolean queued;

        Waiting(Runnable task, @Nullable Duration period) {
            this.task = task;
            this.period = period;
        }

        Timer start(Duration delay) {
            lock.lock();
            try {
                if (!closed) {
                    timers.add(this);
                    arm(delay);
                }
                return this;
            } finally {
                lock.unlock();
            }
        }

        private void arm(Duration delay) {
            try {
                alarm = schedule.apply(delay, this::ring);
            } catch (RejectedExecutionException e) {
                timers.remove(this);
            }
        }

        private void ring() {
            lock.lock();
            try {
                if (cancelled || closed) {
                    return;
                }
                if (period == null) {
                    timers.remove(this);
                } else {
                    arm(period);
                }
                // A periodic run that has not had its turn yet stands for this one as well.
                if (!queued) {
                    queued = true;
                    execute(this::run);
                }
            } finally {
                lock.unlock();
            }
        }

        private void run() {
            lock.lock();
            try {
                queued = false;
                if (cancelled) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            task.run();
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                stop();
                timers.remove(this);
            } finally {
                lock.unlock();
            }
        }

        void stop() {
            cancelled = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
    }
}
