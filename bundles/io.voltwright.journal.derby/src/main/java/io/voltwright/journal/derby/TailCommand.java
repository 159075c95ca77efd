package io.voltwright.journal.derby;

import io.voltwright.journal.api.Entry;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code journal:tail} prints the newest facts. */
@Service
@Command(
        scope = "journal",
        name = "tail",
        description = "Prints the newest facts, and with -f those that follow",
        detailedDescription =
                "One line per fact: position, time (UTC), type, subject, payload. With -f it goes on until"
                        + " Ctrl-C. Example: journal:tail -n 50")
public final class TailCommand implements Action {

    private static final int PAGE = 1_000;

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    @Option(name = "-n", description = "How many, 1 to 10000", valueToShowInHelp = "20")
    int count = 20;

    @Option(name = "-f", aliases = "--follow", description = "Goes on until Ctrl-C")
    boolean follow;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        if (journal == null) {
            System.out.println("journal is not running");
            return null;
        }
        long printed = Math.max(0, journal.last() - Math.max(1, Math.min(10_000, count)));
        printed = print(journal, printed);
        while (follow && journal.awaitGrowth(printed)) {
            printed = print(journal, printed);
        }
        return null;
    }

    private static long print(DerbyJournal journal, long after) {
        long printed = after;
        while (journal.last() > printed) {
            for (Entry entry : journal.read(printed, PAGE)) {
                System.out.println(EntryLine.of(entry));
                printed = entry.position();
            }
        }
        // Whoever looks on from afar is behind a buffer.
        System.out.flush();
        return printed;
    }
}
