package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code evse:hours} says when a charging point is open. */
@Service
@Command(
        scope = "evse",
        name = "hours",
        description = "Says when a charging point is open",
        detailedDescription =
                "Outside of its hours nothing starts; what runs goes on to its end. Times are the site's. What is said"
                        + " here counts in place of the site file's 'hours', until it is taken back.\n\n"
                        + "Examples:\n\n    evse:hours left \"Mo-Fr 06:00-22:00; Sa 08:00-18:00\"\n    evse:hours left always\n"
                        + "    evse:hours left site          as the site file says")
public final class EvseHoursCommand extends ChargingCommand {

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Argument(index = 1, name = "hours", description = "Days and times, always, or site", required = true)
    String hours = "";

    @Override
    void run(Charging charging) throws Exception {
        boolean site = hours.equals("site");
        tell(
                charging.setHours(new EvseId(evse), site ? "" : hours, Actor.caller()),
                evse + " is open " + (site ? "as the site file says" : hours));
    }
}
