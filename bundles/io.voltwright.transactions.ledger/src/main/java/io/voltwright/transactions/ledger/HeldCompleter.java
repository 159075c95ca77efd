package io.voltwright.transactions.ledger;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the ids of held sessions. */
@Service
public final class HeldCompleter implements Completer {

    private static final int LATEST = 50;

    @Reference(optional = true)
    @Nullable
    Ledger ledger;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var ids = new StringsCompleter();
        if (ledger != null) {
            ledger.held(LATEST)
                    .forEach(held -> ids.getStrings().add(held.session().value()));
        }
        return ids.complete(session, line, candidates);
    }
}
