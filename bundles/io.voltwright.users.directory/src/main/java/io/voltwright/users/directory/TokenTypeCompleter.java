package io.voltwright.users.directory;

import io.voltwright.base.api.IdToken;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes kinds of token. */
@Service
public final class TokenTypeCompleter implements Completer {

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(
                        Arrays.stream(IdToken.Type.values()).map(Enum::name).toList())
                .complete(session, line, candidates);
    }
}
