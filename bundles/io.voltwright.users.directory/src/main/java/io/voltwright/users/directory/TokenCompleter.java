package io.voltwright.users.directory;

import io.voltwright.users.api.Tokens;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes references of tokens. */
@Service
public final class TokenCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    Tokens tokens;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> refs = tokens == null
                ? List.of()
                : tokens.tokens().stream().map(token -> token.ref().value()).toList();
        return new StringsCompleter(refs).complete(session, line, candidates);
    }
}
