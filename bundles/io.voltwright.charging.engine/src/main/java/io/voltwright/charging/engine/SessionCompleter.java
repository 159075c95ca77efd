package io.voltwright.charging.engine;

import io.voltwright.charging.api.Charging;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes open sessions, by their EVSE or their id. */
@Service
public final class SessionCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Charging charging;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        if (charging == null) {
            return -1;
        }
        List<String> names = charging.sessions().stream()
                .flatMap(open -> Stream.of(open.evse().value(), open.id().value()))
                .toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
