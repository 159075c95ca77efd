package io.voltwright.journal.derby;

import java.sql.SQLException;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Completes the names of readers. */
@Service
public final class ReaderCompleter implements Completer {

    private static final Logger log = LoggerFactory.getLogger(ReaderCompleter.class);

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter names = new StringsCompleter();
        try {
            if (journal != null) {
                journal.places().all().forEach(place -> names.getStrings().add(place.name()));
            }
        } catch (SQLException e) {
            log.debug("no names of readers", e);
        }
        return names.complete(session, line, candidates);
    }
}
