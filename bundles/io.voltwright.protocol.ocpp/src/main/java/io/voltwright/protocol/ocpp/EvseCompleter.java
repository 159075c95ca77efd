package io.voltwright.protocol.ocpp;

import io.voltwright.charging.api.Charging;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the EVSEs of the site, and the word for all of them. */
@Service
public final class EvseCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Charging charging;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter names = new StringsCompleter();
        names.getStrings().add(ScheduleCommand.STATION);
        Optional.ofNullable(charging).map(Charging::evses).orElse(List.of()).forEach(evse -> names.getStrings()
                .add(evse.id().value()));
        return names.complete(session, line, candidates);
    }
}
