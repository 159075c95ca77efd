package io.voltwright.transactions.ledger;

import io.voltwright.transactions.api.Transaction;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:held} lists what waits for a person. */
@Service
@Command(
        scope = "tx",
        name = "held",
        description = "Lists the sessions that are held instead of billed, and why",
        detailedDescription = "tx:release prices and books one.\n\nExample:\n\n    tx:held")
public final class HeldCommand implements Action {

    private static final int MOST = 1000;

    @Reference(optional = true)
    @Nullable
    Ledger ledger;

    @Override
    public @Nullable Object execute() {
        if (ledger == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("Nothing is held");
        table.column("Session");
        table.column("EVSE");
        table.column("Started (UTC)");
        table.column("Duration").alignRight();
        table.column("Energy").alignRight();
        table.column("Would cost").alignRight();
        table.column("Held because");
        for (Transaction held : ledger.held(MOST)) {
            table.addRow()
                    .addContent(
                            held.session(),
                            held.evse(),
                            Texts.seconds(held.started().utc()),
                            Texts.clock(held.duration()),
                            held.energy(),
                            held.cost().map(cost -> cost.gross().toString()).orElse("-"),
                            held.heldBecause().orElse("-"));
        }
        table.print(System.out);
        return null;
    }
}
