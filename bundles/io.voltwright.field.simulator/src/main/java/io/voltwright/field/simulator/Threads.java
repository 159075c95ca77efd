package io.voltwright.field.simulator;

import java.util.concurrent.ThreadFactory;

/** The simulator's own threads: daemons, named, and waited for at the end. */
final class Threads {

    private static final int END_MILLIS = 2000;

    private Threads() {}

    static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, "simulator " + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    static Thread start(String name, Runnable work) {
        Thread thread = named(name).newThread(work);
        thread.start();
        return thread;
    }

    static void end(Thread thread) {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
