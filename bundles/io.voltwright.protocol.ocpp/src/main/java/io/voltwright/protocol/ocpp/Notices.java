package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the back end how a job goes, in order; what happens while it is away is told when it is back (R-F08). On the lane. */
final class Notices {

    private static final Logger log = LoggerFactory.getLogger(Notices.class);
    private static final int MOST = 50;

    private final String name;
    private final Lane lane;
    private final Rpc rpc;
    private final Deque<Request<?>> waiting = new ArrayDeque<>();
    private boolean underWay;

    Notices(String name, Lane lane, Rpc rpc) {
        this.name = name;
        this.lane = lane;
        this.rpc = rpc;
    }

    void say(Request<?> notice) {
        if (waiting.size() == MOST) {
            waiting.removeFirst();
        }
        waiting.addLast(notice);
        pump();
    }

    /** The back end takes messages now. */
    void accepted() {
        pump();
    }

    private void pump() {
        if (underWay || waiting.isEmpty() || rpc.mode() != Rpc.Mode.OPEN) {
            return;
        }
        underWay = true;
        Request<?> next = waiting.getFirst();
        rpc.call(next)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            underWay = false;
                            boolean lost =
                                    failure != null && CallFailure.in(failure).kind() == CallFailure.Kind.DISCONNECTED;
                            if (!lost) {
                                waiting.removeFirstOccurrence(next);
                            }
                            if (failure != null && !lost) {
                                log.warn("{}: {}", name, failure.getMessage());
                            }
                            pump();
                        },
                        lane);
    }
}
