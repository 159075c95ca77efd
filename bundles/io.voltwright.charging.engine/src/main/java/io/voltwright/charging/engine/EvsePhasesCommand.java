package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:phases} changes a charging point between one and three phases. */
@Service
@Command(
        scope = "evse",
        name = "phases",
        description = "Changes a charging point between one and three phases",
        detailedDescription =
                "The charge pauses until nothing flows, then ten seconds more, then the pile changes and the charge"
                        + " goes on. Not twice within ten minutes.\n\nExample:\n\n    evse:phases left 1")
public final class EvsePhasesCommand extends ChargingCommand {

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Argument(index = 1, name = "phases", description = "1 or 3", required = true)
    int phases;

    @Override
    void run(Charging charging) throws Exception {
        tell(
                charging.switchPhases(new EvseId(evse), phases, Actor.caller()),
                evse + " charges on " + (phases == 1 ? "one phase" : "three phases"));
    }
}
