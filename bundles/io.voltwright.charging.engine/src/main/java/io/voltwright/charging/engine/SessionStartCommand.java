package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.SessionLimits;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** {@code session:start} starts a session for a token. */
@Service
@Command(
        scope = "session",
        name = "start",
        description = "Starts a session for a token",
        detailedDescription =
                "Done means that it runs, or waits a minute for the car. With limits it stops by itself at"
                        + " the first that is reached; a cost counts VAT and needs a tariff that is known, a state of charge a"
                        + " pile that tells it.\n\nExamples:\n\n    session:start left 04A1B2C3\n"
                        + "    session:start --energy 20kWh --time 2h left 04A1B2C3\n"
                        + "    session:start --cost 15EUR --soc 80% left 04A1B2C3")
public final class SessionStartCommand extends ChargingCommand {

    @Option(name = "--energy", description = "Stops after so much, as 20kWh or 500Wh; a bare number is kWh")
    @Completion(
            value = StringsCompleter.class,
            values = {"10kWh", "20kWh", "40kWh"})
    @Nullable
    String energy;

    @Option(name = "--time", description = "Stops after so long, as 2h, 90min or 1h30min; a bare number is minutes")
    @Completion(
            value = StringsCompleter.class,
            values = {"30min", "1h", "2h", "8h"})
    @Nullable
    String time;

    @Option(name = "--cost", description = "Stops before it costs more, VAT included, as 15EUR")
    @Completion(
            value = StringsCompleter.class,
            values = {"10EUR", "20EUR", "50EUR"})
    @Nullable
    String cost;

    @Option(name = "--soc", description = "Stops at this state of charge, as 80%")
    @Completion(
            value = StringsCompleter.class,
            values = {"80%", "90%"})
    @Nullable
    String stateOfCharge;

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Argument(index = 1, name = "token", description = "Whom to bill: what the card says", required = true)
    String token = "";

    @Override
    void run(Charging charging) throws Exception {
        SessionLimits limits = LimitWords.of(energy, time, cost, stateOfCharge);
        tell(
                charging.start(new EvseId(evse), IdToken.card(token), Optional.empty(), limits, Actor.caller()),
                "The token may charge at " + evse
                        + (limits.equals(SessionLimits.NONE) ? "" : ", " + LimitWords.text(limits)));
    }
}
