package io.voltwright.security.watch;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes banned addresses. */
@Service
public final class BanCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Watch watch;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> addresses = watch == null
                ? List.of()
                : watch.bans().stream().map(Ban::address).toList();
        return new StringsCompleter(addresses).complete(session, line, candidates);
    }
}
