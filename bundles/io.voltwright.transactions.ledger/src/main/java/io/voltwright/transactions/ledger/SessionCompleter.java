package io.voltwright.transactions.ledger;

import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transactions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the ids of the latest sessions. */
@Service
public final class SessionCompleter implements Completer {

    private static final int LATEST = 50;

    @Reference(optional = true)
    @Nullable
    Transactions transactions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var ids = new StringsCompleter();
        if (transactions != null) {
            for (Transaction transaction : transactions.latest(LATEST)) {
                ids.getStrings().add(transaction.session().value());
            }
        }
        return ids.complete(session, line, candidates);
    }
}
