package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.SessionLimits;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code session:bound} says when a session stops by itself. */
@Service
@Command(
        scope = "session",
        name = "bound",
        description = "Says when a session stops by itself",
        detailedDescription =
                "Takes the place of what was said before; without options nothing stops it. Whichever comes first"
                        + " counts. A cost counts VAT and needs a tariff that is known, a state of charge a pile that tells it."
                        + "\n\nExamples:\n\n    session:bound --energy 20kWh --time 2h left\n"
                        + "    session:bound --soc 80% left\n    session:bound --cost 15EUR left")
public final class SessionBoundCommand extends ChargingCommand {

    @Option(name = "--energy", aliases = "--kwh", description = "Most energy, as 20kWh; a bare number is kWh")
    @Nullable
    String energy;

    @Option(
            name = "--time",
            aliases = "--minutes",
            description = "Longest time from the start, as 2h; a bare number is minutes")
    @Nullable
    String time;

    @Option(name = "--soc", description = "State of charge, as 80%")
    @Nullable
    String stateOfCharge;

    @Option(name = "--cost", description = "Most cost, VAT included, as 15EUR; a bare number is in --currency")
    @Nullable
    String cost;

    @Option(name = "--currency", description = "Currency of a cost without one; by default EUR")
    String currency = "EUR";

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        SessionLimits limits = LimitWords.of(energy, time, priced(cost, currency), stateOfCharge);
        tell(
                charging.bound(new EvseId(evse), limits, Actor.caller()),
                "The session at " + evse + " has " + LimitWords.text(limits));
    }

    private static @Nullable String priced(@Nullable String cost, String currency) {
        return cost != null && cost.matches("[0-9.]+") ? cost + currency : cost;
    }
}
