package io.voltwright.security.watch;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code security:log} shows who did what. */
@Service
@Command(
        scope = "security",
        name = "log",
        description = "Shows logins, commands, changes of settings, accounts and tokens, and attacks",
        detailedDescription = "Reads the journal backwards. Nobody can clear it; journal:verify proves that it is"
                + " whole.\n\nExamples:\n\n    security:log\n    security:log -n 200 --refused")
public final class LogCommand extends WatchCommand {

    private static final int WINDOW = 2000;

    @Option(name = "-n", description = "How many, at most 1000")
    int number = 30;

    @Option(name = "--refused", description = "Only what was refused, and attacks")
    boolean refused;

    @Override
    void run(Watch watch) {
        if (watch.journal().isEmpty()) {
            System.out.println("the journal is not running");
            return;
        }
        Deque<Fact> found = find(watch.journal().get(), Math.max(1, Math.min(1000, number)));
        ShellTable table = new ShellTable().emptyTableText("Nothing yet");
        table.column("Time (UTC)");
        table.column("What");
        table.column("Who");
        table.column("From");
        table.column("Object");
        table.column("Detail");
        for (Fact fact : found) {
            Payload payload = fact.payload();
            String what = payload.findText("kind").orElse(fact.type());
            table.addRow()
                    .addContent(
                            fact.time().utc().truncatedTo(ChronoUnit.SECONDS),
                            payload.flag("refused") && !what.endsWith("REFUSED") ? what + " refused" : what,
                            payload.findText("actor")
                                    .or(() -> payload.findText("by"))
                                    .orElse("-"),
                            payload.findText("origin").orElse("-"),
                            payload.findText("object").orElse(fact.subject()),
                            payload.findText("detail")
                                    .or(() -> payload.findText("text"))
                                    .orElseGet(() -> rest(payload)));
        }
        table.print(System.out);
    }

    private Deque<Fact> find(Journal journal, int most) {
        Deque<Fact> found = new ArrayDeque<>();
        long end = journal.last();
        while (end > 0 && found.size() < most) {
            long start = Math.max(0, end - WINDOW);
            List<Entry> window = journal.read(start, (int) (end - start));
            for (int i = window.size() - 1; i >= 0 && found.size() < most; i--) {
                if (isWanted(window.get(i).fact())) {
                    found.addFirst(window.get(i).fact());
                }
            }
            // Below the oldest kept entry a window holds nothing of its own.
            end = window.isEmpty() || window.get(0).position() > end ? 0 : start;
        }
        return found;
    }

    private boolean isWanted(Fact fact) {
        boolean ours = fact.type().startsWith("security.") || fact.type().startsWith("users.");
        return ours
                && (!refused || fact.payload().flag("refused") || fact.type().equals(SecurityFacts.ATTACK));
    }

    private static String rest(Payload payload) {
        return payload.values().entrySet().stream()
                .filter(value -> !value.getKey().equals("by"))
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(", "));
    }
}
