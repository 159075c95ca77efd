package io.voltwright.field.modbus;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the buses of the site. */
@Service
public final class BusCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    BusWatch watch;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        if (watch == null) {
            return -1;
        }
        List<String> ids = watch.buses().stream().map(bus -> bus.id().value()).toList();
        return new StringsCompleter(ids).complete(session, line, candidates);
    }
}
