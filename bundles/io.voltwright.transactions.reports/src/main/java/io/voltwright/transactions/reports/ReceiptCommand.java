package io.voltwright.transactions.reports;

import io.voltwright.base.api.SessionId;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code tx:receipt SESSION} prints a receipt. */
@Service
@Command(
        scope = "tx",
        name = "receipt",
        description = "Prints the receipt of a finished session",
        detailedDescription = "What a back end bills, and what is under review, is printed as a record: no receipt.\n\n"
                + "Examples:\n\n    tx:receipt 7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11\n"
                + "    tx:receipt 7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11 --json")
public final class ReceiptCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Papers papers;

    @Argument(name = "session", description = "The session's id", required = true)
    @Completion(FinishedCompleter.class)
    String session = "";

    @Option(name = "--json", description = "For programs")
    boolean json;

    @Override
    public @Nullable Object execute() {
        if (papers == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        var id = new SessionId(session);
        Optional<String> receipt = json ? papers.receiptJson(id) : papers.receiptText(id);
        System.out.println(receipt.orElse("There is no finished transaction of session " + session + "; see tx:list"));
        return null;
    }
}
