package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Durations;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code tx:release SESSION} has a held session priced and booked after all. */
@Service
@Command(
        scope = "tx",
        name = "release",
        description = "Has a held session priced and booked after all",
        detailedDescription =
                "What tx:show says of it is billed, unless an option says otherwise. Without a tariff when"
                        + " it started, it takes the one of that name in force now. It is booked once; nothing takes it back."
                        + "\n\nExamples:\n\n    tx:release 7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11\n"
                        + "    tx:release --energy 12.4kWh --time 1h30min --reason 'read at the pile'"
                        + " 7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11")
public final class ReleaseCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Ledger ledger;

    @Option(name = "--energy", description = "What it got, as 12.4kWh or 500Wh; a bare number is kWh")
    @Nullable
    String energy;

    @Option(name = "--time", description = "How long it was, as 1h30min or 90min; a bare number is minutes")
    @Nullable
    String time;

    @Option(name = "--reason", description = "Kept for the auditor; no names of drivers")
    String reason = "";

    @Argument(name = "session", description = "The session's id", required = true)
    @Completion(HeldCompleter.class)
    String session = "";

    @Override
    public @Nullable Object execute() {
        if (ledger == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        Outcome outcome;
        try {
            outcome = ledger.release(
                    new SessionId(session),
                    new Releases.Decision(
                            Optional.ofNullable(energy).map(Energy::parse),
                            Optional.ofNullable(time).map(Durations::parse),
                            reason),
                    Actor.caller());
        } catch (IllegalArgumentException e) {
            outcome = Outcome.refused(String.valueOf(e.getMessage()));
        }
        System.out.println(
                outcome.isDone()
                        ? "Session " + session + " is released and will be booked at once; tx:receipt prints its paper"
                        : "Refused: " + outcome.reasonOrDone());
        return null;
    }
}
