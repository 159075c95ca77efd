package io.voltwright.journal.derby;

import java.sql.SQLException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code journal:expire} gives up on a reader that is gone for good. */
@Service
@Command(
        scope = "journal",
        name = "expire",
        description = "Lets a reader that is gone for good hold back nothing any more",
        detailedDescription =
                "Refused for a reader that is here. If it comes back it misses what was dropped meanwhile."
                        + " Example: journal:expire ocpp.acme")
public final class ExpireCommand implements Action {

    @Reference(optional = true)
    @Nullable
    DerbyJournal journal;

    @Argument(name = "reader", description = "As journal:readers prints it", required = true)
    @Completion(ReaderCompleter.class)
    String reader = "";

    @Override
    public @Nullable Object execute() throws SQLException {
        if (journal == null) {
            System.out.println("journal is not running");
        } else if (journal.readers().driver(reader).isPresent()) {
            System.out.println("reader " + reader + " is here: stop its bundle first");
        } else if (journal.places().expire(reader)) {
            System.out.println("reader " + reader + " is expired");
        } else {
            System.out.println("there is no reader " + reader);
        }
        return null;
    }
}
