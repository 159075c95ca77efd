package io.voltwright.journal.derby;

import java.sql.SQLException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code journal:readers} lists who follows the journal and how far they are. */
@Service
@Command(
        scope = "journal",
        name = "readers",
        description = "Lists the readers of the journal and how far each has come",
        detailedDescription =
                "A reader that is away holds back the dropping of old entries until it has read them or is"
                        + " expired with journal:expire. Example: journal:readers")
public final class ReadersCommand implements Action {

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    @Override
    public @Nullable Object execute() throws SQLException {
        if (journal == null) {
            System.out.println("journal is not running");
            return null;
        }
        journal.trouble().ifPresent(reason -> System.out.println("the journal takes nothing: " + reason));
        long last = journal.last();
        ShellTable table = new ShellTable().emptyTableText("Nobody has read the journal yet");
        table.column("Reader");
        table.column("Position").alignRight();
        table.column("Behind").alignRight();
        table.column("State");
        for (ReaderTable.Place place : journal.places().all()) {
            String state = journal.readers()
                    .driver(place.name())
                    .map(ReaderDriver::state)
                    .orElse(place.expired() ? "expired" : "away");
            table.addRow().addContent(place.name(), place.position(), last - place.position(), state);
        }
        table.print(System.out);
        return null;
    }
}
