package io.voltwright.protocol.ocpp;

import java.net.URI;
import java.util.List;

/**
 * The network paths to one back end, the best first: each is tried some times, then the next one, round and round. After a
 * connection that worked it begins with the first again. May be used from any thread.
 */
final class Paths {

    private final List<URI> addresses;
    private final int attempts;
    private int at;
    private int failures;

    /**
     * @param addresses at least one
     * @param attempts on a path before the next one
     */
    Paths(List<URI> addresses, int attempts) {
        this.addresses = List.copyOf(addresses);
        this.attempts = attempts;
    }

    /** The one to try now. */
    synchronized URI address() {
        return addresses.get(at);
    }

    /** Whether it is the first. */
    synchronized boolean first() {
        return at == 0;
    }

    synchronized void succeeded() {
        at = 0;
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        if (failures >= attempts) {
            failures = 0;
            at = (at + 1) % addresses.size();
        }
    }
}
