package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Money;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.SessionLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
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
                        + " counts. Cost needs a price that is known, the state of charge a pile that tells it.\n\nExamples:\n\n"
                        + "    session:bound --kwh 20 --minutes 120 left\n    session:bound --soc 80 left\n"
                        + "    session:bound --cost 15 --currency EUR left")
public final class SessionBoundCommand extends ChargingCommand {

    @Option(name = "--kwh", description = "Most energy")
    double kwh;

    @Option(name = "--minutes", description = "Longest time, from the start of the session")
    int minutes;

    @Option(name = "--soc", description = "State of charge, percent")
    int soc;

    @Option(name = "--cost", description = "Most cost")
    @Nullable
    String cost;

    @Option(name = "--currency", description = "Currency of the cost; by default EUR")
    String currency = "EUR";

    @Argument(index = 0, name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) throws Exception {
        SessionLimits limits = new SessionLimits(
                Optional.of(kwh).filter(value -> value > 0).map(value -> Energy.wattHours(value * 1000)),
                Optional.of(minutes).filter(value -> value > 0).map(Duration::ofMinutes),
                Optional.of(soc).filter(value -> value > 0),
                Optional.ofNullable(cost)
                        .map(amount -> Money.rounded(new BigDecimal(amount), Currency.getInstance(currency))));
        tell(charging.bound(new EvseId(evse), limits, Actor.caller()), "The session at " + evse + " is bound");
    }
}
