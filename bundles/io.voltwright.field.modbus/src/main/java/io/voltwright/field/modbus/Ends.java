package io.voltwright.field.modbus;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is connected where: many devices take one connection only, so there is never a second one to the same host and port (P8). */
final class Ends {

    private record Held(Object by, String name) {}

    private final Map<InetSocketAddress, Held> held = new HashMap<>();

    /**
     * @param end with its name looked up, for one place may have several names
     * @param name of the holder, for the other one's message
     * @throws IOException if another one is connected there
     */
    synchronized void take(InetSocketAddress end, Object by, String name) throws IOException {
        @Nullable Held there = held.putIfAbsent(end, new Held(by, name));
        if (there != null && there.by() != by) {
            throw new IOException("'" + there.name() + "' is connected to " + end
                    + " already, and its device may take one connection only: use that one");
        }
    }

    synchronized void leave(Object by) {
        held.values().removeIf(each -> each.by() == by);
    }
}
