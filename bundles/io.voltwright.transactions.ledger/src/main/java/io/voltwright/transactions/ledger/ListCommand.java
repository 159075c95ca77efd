package io.voltwright.transactions.ledger;

import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transactions;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:list} lists the latest transactions. */
@Service
@Command(
        scope = "tx",
        name = "list",
        description = "Lists the latest transactions, newest first",
        detailedDescription = "What a back end bills is shown with its price for information; it has no receipt.\n\n"
                + "Examples:\n\n    tx:list\n    tx:list --last 100")
public final class ListCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Transactions transactions;

    @Option(name = "--last", description = "How many")
    int last = 20;

    @Override
    public @Nullable Object execute() {
        if (transactions == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("No transactions");
        table.column("Session");
        table.column("EVSE");
        table.column("Started (UTC)");
        table.column("Energy").alignRight();
        table.column("Cost").alignRight();
        table.column("Billed by");
        table.column("State");
        table.column("Receipt").alignRight();
        for (Transaction transaction : transactions.latest(last)) {
            table.addRow()
                    .addContent(
                            transaction.session(),
                            transaction.evse(),
                            Texts.seconds(transaction.started().utc()),
                            Texts.kilowattHours(transaction.energy()),
                            transaction
                                    .cost()
                                    .map(cost -> cost.gross().toString())
                                    .orElse("-"),
                            transaction.biller(),
                            transaction.state(),
                            transaction.receiptNumber().map(String::valueOf).orElse("-"));
        }
        table.print(System.out);
        return null;
    }
}
