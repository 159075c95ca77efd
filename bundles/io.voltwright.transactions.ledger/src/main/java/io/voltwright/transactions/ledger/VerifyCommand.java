package io.voltwright.transactions.ledger;

import io.voltwright.base.api.Money;
import java.util.Currency;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:verify} proves the ledger. */
@Service
@Command(
        scope = "tx",
        name = "verify",
        description = "Proves the ledger: its chain, its balance, its receipt numbers",
        detailedDescription =
                "Fails if an entry was changed, is missing or does not balance.\n\nExample:\n\n    tx:verify")
public final class VerifyCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Ledger ledger;

    @Override
    public @Nullable Object execute() {
        if (ledger == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        Proof.Finding finding = ledger.prove();
        ShellTable table = new ShellTable().emptyTableText("Nothing is booked");
        table.column("Account");
        table.column("Balance").alignRight();
        finding.balances().forEach((name, amount) -> {
            int space = name.lastIndexOf(' ');
            var currency = Currency.getInstance(name.substring(space + 1));
            table.addRow().addContent(name.substring(0, space), new Money(amount, currency));
        });
        table.print(System.out);
        if (!finding.faults().isEmpty()) {
            throw new IllegalStateException(
                    "The ledger is not as it was written:\n" + String.join("\n", finding.faults()));
        }
        System.out.println("The ledger is proven: " + finding.entries() + " entries, chain unbroken, balanced");
        return null;
    }
}
