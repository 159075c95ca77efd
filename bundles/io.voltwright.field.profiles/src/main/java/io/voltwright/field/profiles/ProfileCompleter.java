package io.voltwright.field.profiles;

import io.voltwright.field.api.Profiles;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the ids of profiles. */
@Service
public final class ProfileCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    ProfileCatalogue catalogue;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        ProfileCatalogue profiles = catalogue;
        List<String> ids = profiles == null
                ? List.of()
                : profiles.all().stream().map(Profiles.Profile::id).toList();
        return new StringsCompleter(ids).complete(session, commandLine, candidates);
    }
}
