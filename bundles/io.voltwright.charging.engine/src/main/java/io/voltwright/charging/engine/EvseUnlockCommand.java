package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:unlock} opens the lock of a charging point. */
@Service
@Command(
        scope = "evse",
        name = "unlock",
        description = "Stops the session, if one runs, then opens the lock",
        detailedDescription = "The lock opens only when no current flows any more.\n\nExample:\n\n    evse:unlock left")
public final class EvseUnlockCommand extends ChargingCommand {

    @Argument(name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        tell(charging.unlock(new EvseId(evse), Actor.caller()), evse + " is unlocked");
    }
}
