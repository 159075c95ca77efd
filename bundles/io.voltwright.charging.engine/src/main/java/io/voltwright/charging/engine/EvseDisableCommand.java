package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:disable} takes a charging point out of service. */
@Service
@Command(
        scope = "evse",
        name = "disable",
        description = "Takes an EVSE out of service, after the session that runs",
        detailedDescription =
                "It stays so over restarts; session:stop ends what runs.\n\nExample:\n\n    evse:disable left")
public final class EvseDisableCommand extends ChargingCommand {

    @Argument(name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        tell(charging.setOperative(new EvseId(evse), false, Actor.caller()), evse + " is out of service");
    }
}
