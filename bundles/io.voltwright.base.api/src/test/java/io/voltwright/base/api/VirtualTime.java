package io.voltwright.base.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Time and lanes that stand still until a test moves them; everything runs on the test's thread, in order of time.
 *
 * <p>Tasks queued with {@code execute} run when the test calls {@link #settle()} or {@link #pass(Duration)}.
 */
public final class VirtualTime implements Time, Lanes {

    private record Task(Duration due, long order, VirtualLane lane, Runnable work, AtomicBoolean cancelled) {}

    private final Instant start;
    private final UUID boot = UUID.randomUUID();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::due).thenComparing(Task::order));
    private Duration now = Duration.ZERO;
    private Duration clockJump = Duration.ZERO;
    private long order;

    public VirtualTime(Instant start) {
        this.start = start;
    }

    /** Starts at 2026-03-02T08:00:00Z, a Monday. */
    public VirtualTime() {
        this(Instant.parse("2026-03-02T08:00:00Z"));
    }

    @Override
    public synchronized Duration sinceBoot() {
        return now;
    }

    @Override
    public synchronized Moment moment() {
        return new Moment(start.plus(now).plus(clockJump), boot, now, Moment.ClockState.SYNCHRONISED);
    }

    /** Moves the clock but not the stopwatch, as an NTP correction does. */
    public synchronized void jumpClock(Duration by) {
        clockJump = clockJump.plus(by);
    }

    /** Runs all that is due now. */
    public void settle() {
        pass(Duration.ZERO);
    }

    /** Leaps over a time in which nothing runs: what was to happen happens as much later. */
    public synchronized void leap(Duration by) {
        List<Task> waiting = new ArrayList<>(tasks);
        tasks.clear();
        for (Task task : waiting) {
            tasks.add(new Task(task.due().plus(by), task.order(), task.lane(), task.work(), task.cancelled()));
        }
        now = now.plus(by);
    }

    /** Lets time pass, running each task at its time. */
    public void pass(Duration duration) {
        Duration end;
        synchronized (this) {
            end = now.plus(duration);
        }
        while (true) {
            Task task;
            synchronized (this) {
                task = tasks.peek();
                if (task == null || task.due().compareTo(end) > 0) {
                    now = end;
                    return;
                }
                tasks.remove();
                if (task.due().compareTo(now) > 0) {
                    now = task.due();
                }
            }
            if (!task.cancelled().get() && !task.lane().closed) {
                task.work().run();
            }
        }
    }

    @Override
    public Lane open(String name) {
        return new VirtualLane();
    }

    @Override
    public ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private synchronized Lane.Timer queue(VirtualLane lane, Duration delay, Runnable work) {
        AtomicBoolean cancelled = new AtomicBoolean();
        tasks.add(new Task(now.plus(delay), order++, lane, work, cancelled));
        return () -> cancelled.set(true);
    }

    private final class VirtualLane implements Lane {

        private volatile boolean closed;

        @Override
        public void execute(Runnable task) {
            queue(this, Duration.ZERO, task);
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return queue(this, delay, task);
        }

        @Override
        public Timer every(Duration period, Runnable task) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Runnable again = new Runnable() {
                @Override
                public void run() {
                    if (!cancelled.get()) {
                        queue(VirtualLane.this, period, this);
                        task.run();
                    }
                }
            };
            queue(this, period, again);
            return () -> cancelled.set(true);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
