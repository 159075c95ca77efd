package io.voltwright.site.config;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code site:reload} reads {@code site.yaml} now. */
@Service
@Command(
        scope = "site",
        name = "reload",
        description = "Reads site.yaml now and applies it if it is valid",
        detailedDescription = "A change of the file is found without this command within seconds.\n\n"
                + "Example:\n\n    site:reload")
public final class ReloadCommand implements Action {

    @Reference(optional = true)
    @Nullable
    SiteFile site;

    @Override
    public @Nullable Object execute() throws Exception {
        if (site == null) {
            System.out.println("site.config is not running");
            return null;
        }
        Outcome outcome = site.reload(Actor.caller()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        if (outcome.isDone()) {
            System.out.println(site.file() + " is in force");
        } else {
            System.out.println(outcome.reasonOrDone());
            System.out.println("Refused; what was in force stays");
        }
        return null;
    }
}
