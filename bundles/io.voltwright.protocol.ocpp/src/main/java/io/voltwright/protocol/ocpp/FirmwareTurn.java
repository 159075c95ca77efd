package io.voltwright.protocol.ocpp;

import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Whose order for firmware is carried out: the controller is one, however many back ends control it. */
@Component(service = FirmwareTurn.class)
public final class FirmwareTurn {

    private Optional<String> holder = Optional.empty();

    /** Takes the turn for a charge point; false while another one has it. */
    synchronized boolean take(String name) {
        boolean free = free(name);
        if (free) {
            holder = Optional.of(name);
        }
        return free;
    }

    /** Whether no other one has the turn. */
    synchronized boolean free(String name) {
        return holder.filter(other -> !other.equals(name)).isEmpty();
    }

    /** Its order is settled, or it is not there any more. */
    synchronized void leave(String name) {
        holder = holder.filter(other -> !other.equals(name));
    }
}
