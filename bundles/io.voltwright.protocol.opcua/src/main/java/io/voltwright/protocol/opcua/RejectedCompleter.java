package io.voltwright.protocol.opcua;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes thumbprints of certificates that were turned away. */
@Service
public final class RejectedCompleter implements Completer {

    @Reference(optional = true)
    private @Nullable OpcUaStation station;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter completer = new StringsCompleter();
        if (station != null) {
            station.running().ifPresent(server -> server.rejected()
                    .forEach(certificate -> completer.getStrings().add(Thumbprint.of(certificate))));
        }
        return completer.complete(session, line, candidates);
    }
}
