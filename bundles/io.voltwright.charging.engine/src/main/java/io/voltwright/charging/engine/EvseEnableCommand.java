package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:enable} puts a charging point back into service. */
@Service
@Command(
        scope = "evse",
        name = "enable",
        description = "Puts an EVSE back into service",
        detailedDescription = "It stays so over restarts.\n\nExample:\n\n    evse:enable left")
public final class EvseEnableCommand extends ChargingCommand {

    @Argument(name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        tell(charging.setOperative(new EvseId(evse), true, Actor.caller()), evse + " is in service");
    }
}
