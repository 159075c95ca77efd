package io.voltwright.security.watch;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code security:unban} lets a banned address come back now. */
@Service
@Command(
        scope = "security",
        name = "unban",
        description = "Lets a banned address come back now",
        detailedDescription = "Example:\n\n    security:unban 192.0.2.17")
public final class UnbanCommand extends WatchCommand {

    @Argument(name = "address", description = "As security:bans shows it", required = true)
    @Completion(BanCompleter.class)
    String address = "";

    @Override
    void run(Watch watch) {
        Outcome outcome = watch.unban(address, Actor.caller());
        System.out.println(outcome.isDone() ? address + " may come back" : "Refused: " + outcome.reasonOrDone());
    }
}
