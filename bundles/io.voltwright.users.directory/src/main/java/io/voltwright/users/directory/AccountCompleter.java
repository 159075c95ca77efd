package io.voltwright.users.directory;

import io.voltwright.users.api.Accounts;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes names of accounts. */
@Service
public final class AccountCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Accounts accounts;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = accounts == null
                ? List.of()
                : accounts.accounts().stream().map(Accounts.Account::name).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }
}
