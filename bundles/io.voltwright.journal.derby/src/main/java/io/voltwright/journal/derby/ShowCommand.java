package io.voltwright.journal.derby;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code journal:show} prints all of one fact. */
@Service
@Command(
        scope = "journal",
        name = "show",
        description = "Shows one fact with all it says",
        detailedDescription = "Example: journal:show 1042")
public final class ShowCommand implements Action {

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    @Argument(name = "position", description = "As journal:tail prints it", required = true)
    long position;

    @Override
    public @Nullable Object execute() {
        if (journal == null) {
            System.out.println("journal is not running");
            return null;
        }
        List<Entry> found = journal.read(position - 1, 1);
        if (found.isEmpty() || found.get(0).position() != position) {
            System.out.println("there is no entry " + position + "; the newest is " + journal.last());
            return null;
        }
        Fact fact = found.get(0).fact();
        line("position", position);
        line(
                "type",
                fact.type() + " version " + fact.version() + (fact.mustUnderstand() ? ", must be understood" : ""));
        line("key", fact.key());
        line("subject", fact.subject());
        line("time", fact.time().utc() + " (" + fact.time().clock().name().toLowerCase(java.util.Locale.ROOT) + ")");
        line("boot", fact.time().boot() + " + " + fact.time().sinceBoot());
        fact.payload().values().forEach((name, value) -> line("  " + name, value));
        return null;
    }

    private static void line(String name, Object value) {
        System.out.println("%-12s %s".formatted(name, value));
    }
}
