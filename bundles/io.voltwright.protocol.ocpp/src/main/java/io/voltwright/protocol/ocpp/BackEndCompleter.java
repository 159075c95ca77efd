package io.voltwright.protocol.ocpp;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the names of back ends. */
@Service
public final class BackEndCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter names = new StringsCompleter();
        for (ChargePoint point : BackEndCommand.all(backEnds)) {
            names.getStrings().add(point.settings().backEnd());
            names.getStrings().add(point.settings().name());
        }
        return names.complete(session, line, candidates);
    }
}
