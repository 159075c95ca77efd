package io.voltwright.transactions.reports;

import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.transactions.api.Transactions;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the ids of the latest finished sessions. */
@Service
public final class FinishedCompleter implements Completer {

    private static final int LATEST = 50;

    @Reference(optional = true)
    @Nullable
    Transactions transactions;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        var ids = new StringsCompleter();
        if (transactions != null) {
            transactions.latest(LATEST).stream()
                    .filter(transaction -> transaction.state() != State.RUNNING)
                    .map(Transaction::session)
                    .forEach(id -> ids.getStrings().add(id.value()));
        }
        return ids.complete(session, line, candidates);
    }
}
