package io.voltwright.transactions.ledger;

import io.voltwright.base.api.SessionId;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transactions;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:show SESSION} shows all that the books know of a session. */
@Service
@Command(
        scope = "tx",
        name = "show",
        description = "Shows all that the books know of a session",
        detailedDescription = "Example:\n\n    tx:show 7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11")
public final class ShowCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Transactions transactions;

    @Argument(name = "session", description = "The session's id", required = true)
    @Completion(SessionCompleter.class)
    String session = "";

    @Override
    public @Nullable Object execute() {
        if (transactions == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        Optional<Transaction> found = transactions.find(new SessionId(session));
        if (found.isEmpty()) {
            System.out.println("There is no transaction of session " + session + "; tx:list shows the latest");
            return null;
        }
        show(found.get());
        found.get().cost().ifPresent(ShowCommand::show);
        return null;
    }

    private static void show(Transaction transaction) {
        ShellTable table = new ShellTable().noHeaders();
        table.column("");
        table.column("");
        row(table, "Session", transaction.session());
        row(table, "EVSE", transaction.evse());
        row(table, "Token", transaction.token());
        row(table, "Billed by", transaction.biller());
        row(table, "Tariff", transaction.tariff() + " " + shortened(transaction.tariffVersion()));
        row(table, "State", transaction.state());
        transaction.heldBecause().ifPresent(why -> row(table, "Held because", why));
        row(table, "Started", Texts.seconds(transaction.started().utc()));
        transaction.stopped().ifPresent(stop -> row(table, "Stopped", Texts.seconds(stop.utc())));
        transaction.stopReason().ifPresent(reason -> row(table, "Stop reason", reason));
        row(table, "Duration", Texts.clock(transaction.duration()));
        row(table, "Start register", transaction.startRegister());
        row(table, "Stop register", transaction.stopRegister());
        row(table, "Energy", transaction.energy());
        transaction.receiptNumber().ifPresent(number -> row(table, "Receipt", number));
        table.print(System.out);
    }

    private static void show(Cost cost) {
        ShellTable table = new ShellTable().emptyTableText("Costs nothing");
        table.column("For");
        table.column("Quantity").alignRight();
        table.column("Price").alignRight();
        table.column("Net, not rounded").alignRight();
        table.column("VAT %").alignRight();
        for (Cost.Line line : cost.lines()) {
            table.addRow()
                    .addContent(
                            line.dimension(),
                            line.quantity().toPlainString(),
                            line.price().toPlainString(),
                            line.net().toPlainString(),
                            line.vatPercent().toPlainString());
        }
        table.print(System.out);
        System.out.println("Net " + cost.net() + ", VAT " + cost.vat() + ", total " + cost.gross());
    }

    private static String shortened(String version) {
        return version.isEmpty() ? "(none in force when it started)" : "(" + version.substring(0, 12) + ")";
    }

    private static void row(ShellTable table, String name, Object value) {
        table.addRow().addContent(name, value);
    }
}
