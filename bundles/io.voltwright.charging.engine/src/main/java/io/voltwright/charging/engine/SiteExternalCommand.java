package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Power;
import io.voltwright.charging.api.PowerControl;
import java.time.Duration;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code site:external} speaks for someone outside who limits power, as a gateway to him would. */
@Service
@Command(
        scope = "site",
        name = "external",
        description = "Speaks for someone outside who limits power: heartbeat, a number of kW, or off",
        detailedDescription =
                "Each of them is a sign of life; without one for as long as the site file says, the fail-safe"
                        + " limit holds.\n\nExamples:\n\n    site:external dso heartbeat\n"
                        + "    site:external --minutes 90 dso 4.2\n    site:external dso off")
public final class SiteExternalCommand extends PowerCommand {

    @Option(name = "--minutes", description = "How long a limit holds; without it until it is taken away")
    int minutes;

    @Argument(index = 0, name = "owner", description = "As in the site file", required = true)
    String owner = "";

    @Argument(index = 1, name = "what", description = "heartbeat, kilowatts, or off", required = true)
    String what = "";

    @Override
    void run(PowerControl control) throws Exception {
        switch (what) {
            case "heartbeat" -> ChargingCommand.tell(control.heartbeat(owner, Actor.caller()), owner + " is there");
            case "off" -> ChargingCommand.tell(control.releasePower(owner, Actor.caller()), owner + " limits nothing");
            default -> {
                Optional<Duration> lasts = minutes > 0 ? Optional.of(Duration.ofMinutes(minutes)) : Optional.empty();
                Power most = Power.watts(1000 * number(what, "kilowatts", 100_000));
                ChargingCommand.tell(
                        control.limitPower(owner, most, lasts, Actor.caller()), owner + " limits to " + most);
            }
        }
    }

    static double number(String text, String unit, double most) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number of " + unit, e);
        }
        throw new IllegalArgumentException(text + ": use 0 to " + (long) most + " " + unit);
    }
}
