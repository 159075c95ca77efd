package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:reset} clears a latched fault. */
@Service
@Command(
        scope = "evse",
        name = "reset",
        description = "Clears a latched fault where its profile allows that remotely",
        detailedDescription = "At most three times in an hour; a welded contactor is never reset from afar.\n\n"
                + "Example:\n\n    evse:reset left")
public final class EvseResetCommand extends ChargingCommand {

    @Argument(name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        tell(charging.resetFault(new EvseId(evse), Actor.caller()), evse + " was reset");
    }
}
