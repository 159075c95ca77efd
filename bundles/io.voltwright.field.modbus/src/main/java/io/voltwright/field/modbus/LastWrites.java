package io.voltwright.field.modbus;

import io.voltwright.field.api.BusException.Cause;
import io.voltwright.field.api.RegisterBus.Request;
import io.voltwright.field.api.RegisterBus.Table;
import java.util.HashMap;
import java.util.Map;

/** Which write went last to each place, so that an older one does not undo it. Confined to the bus's thread. */
final class LastWrites {

    /** What a write changes. */
    private record Target(int unit, Table table, int address) {}

    private final Map<Target, Long> sent = new HashMap<>();

    /** Fails a write that waited, or is to be repeated, while a later one to the same place was sent. */
    boolean overtake(Pending pending) {
        Request request = pending.request();
        if (request.isWrite() && sent.getOrDefault(target(request), 0L) > pending.order()) {
            pending.fail(Cause.SUPERSEDED, "a later write to register " + request.address() + " went first");
            return true;
        }
        return false;
    }

    void remember(Pending pending) {
        if (pending.request().isWrite()) {
            sent.put(target(pending.request()), pending.order());
        }
    }

    private static Target target(Request request) {
        return new Target(request.unit(), request.table(), request.address());
    }
}
