package io.voltwright.charging.engine;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.Charging;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code evse:limit} caps a charging point, a node or the whole site, or takes the cap away. */
@Service
@Command(
        scope = "evse",
        name = "limit",
        description = "Caps an EVSE, a node or the whole site, or takes the cap away",
        detailedDescription =
                "One cap per owner and place; the lowest of all counts. Below 6 A means 0.\n\nExamples:\n\n"
                        + "    evse:limit left 10\n    evse:limit --minutes 30 site 20\n    evse:limit left off")
public final class EvseLimitCommand extends ChargingCommand {

    @Option(name = "--minutes", description = "How long it holds; without it until it is taken away")
    int minutes;

    @Option(name = "--owner", description = "Whose cap it is; by default operator")
    String owner = "operator";

    @Argument(index = 0, name = "evse", description = "Id of the EVSE or node, or site", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Argument(index = 1, name = "amperes", description = "Amperes per phase, or off", required = true)
    String amperes = "";

    @Reference(optional = true)
    @Nullable
    Time time;

    @Override
    void run(Charging charging) throws Exception {
        Optional<EvseId> place = evse.equals("site") ? Optional.empty() : Optional.of(new EvseId(evse));
        if (amperes.equals("off")) {
            tell(charging.unlimit(place, owner, Actor.caller()), "No cap of " + owner + " on " + evse);
            return;
        }
        Current current = current(amperes);
        tell(
                charging.limit(place, owner, current, until(), Actor.caller()),
                evse + " gets at most " + Limits.usable(current));
    }

    private Optional<Instant> until() {
        if (minutes == 0) {
            return Optional.empty();
        }
        Time clock = time;
        if (minutes < 0 || clock == null) {
            String why = clock == null ? "base.time is not running" : "use 1 or more";
            throw new IllegalArgumentException("--minutes " + minutes + ": " + why);
        }
        return Optional.of(clock.instant().plus(Duration.ofMinutes(minutes)));
    }

    static Current current(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1000) {
                return Current.amperes(value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number of amperes; as 10 or 13.5, or off", e);
        }
        throw new IllegalArgumentException(text + " A: use 0 to 1000");
    }
}
