package io.voltwright.charging.engine;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is set aside for one EVSE: the most it may draw under all that it was allowed and has not settled yet. */
final class Booking {

    private final Deque<Allowance> open = new ArrayDeque<>();
    private Current settled;
    private Allowance last;
    private long settledSeq;
    private boolean used;
    private Duration unsettledSince = Duration.ZERO;

    /**
     * @param exposure what its pile may draw for all we know
     */
    Booking(Current exposure) {
        this.settled = exposure;
        this.last = Allowance.NONE;
        this.used = true;
    }

    /** The largest current that may flow there until something is settled. */
    Current exposure() {
        return open.stream().map(Allowance::exposure).reduce(settled, Current::max);
    }

    /** Says what it may do from now on; the same again keeps its number unless it was settled for less. */
    Allowance allow(Current current, Current failSafe, String reason, Duration now) {
        boolean same =
                !used && last.current().equals(current) && last.failSafe().equals(failSafe);
        last = new Allowance(same ? last.seq() : last.seq() + 1, current, failSafe, reason);
        if (!same) {
            used = false;
            unsettledSince = open.isEmpty() ? now : unsettledSince;
            open.addLast(last);
        }
        return last;
    }

    /** The pile holds no more than this under that allowance and those before it. */
    void settle(long seq, Current exposure, Duration now) {
        if (seq < settledSeq) {
            return;
        }
        settledSeq = seq;
        open.removeIf(allowance -> allowance.seq() <= seq);
        settled = exposure;
        unsettledSince = now;
        if (seq == last.seq() && last.exposure().exceeds(exposure)) {
            used = true;
        }
    }

    /** How long the oldest allowance has not been settled; zero if all are. */
    Duration unsettled(Duration now) {
        return open.isEmpty() ? Duration.ZERO : now.minus(unsettledSince);
    }
}
