package io.voltwright.security.watch;

import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code security:bans} lists the addresses that no listener serves. */
@Service
@Command(
        scope = "security",
        name = "bans",
        description = "Lists the banned addresses",
        detailedDescription = "Bans end by themselves; each further one within a day is twice as long.\n\nExample:\n\n"
                + "    security:bans")
public final class BansCommand extends WatchCommand {

    @Override
    void run(Watch watch) {
        ShellTable table = new ShellTable().emptyTableText("Nobody is banned");
        table.column("Address");
        table.column("Until (UTC)");
        table.column("Times").alignRight();
        table.column("Reason");
        for (Ban ban : watch.bans()) {
            table.addRow()
                    .addContent(ban.address(), ban.until().truncatedTo(ChronoUnit.SECONDS), ban.times(), ban.reason());
        }
        table.print(System.out);
    }
}
