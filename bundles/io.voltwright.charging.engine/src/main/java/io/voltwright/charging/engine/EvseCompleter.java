package io.voltwright.charging.engine;

import io.voltwright.charging.api.Charging;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the EVSEs of the site. */
@Service
public final class EvseCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Charging charging;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        if (charging == null) {
            return -1;
        }
        List<String> ids =
                charging.evses().stream().map(evse -> evse.id().value()).toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
