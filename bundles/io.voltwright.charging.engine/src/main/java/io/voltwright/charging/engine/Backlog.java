package io.voltwright.charging.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the facts that wait for the journal, over all EVSEs. */
final class Backlog {

    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong leftOut = new AtomicLong();

    Backlog(int most) {
        this.most = most;
    }

    void add(int facts) {
        waiting.addAndGet(facts);
    }

    void leaveOut() {
        leftOut.incrementAndGet();
    }

    boolean full() {
        return waiting.get() >= most;
    }

    int waiting() {
        return waiting.get();
    }

    /** Samples that were left out because there was no room. */
    long leftOut() {
        return leftOut.get();
    }
}
