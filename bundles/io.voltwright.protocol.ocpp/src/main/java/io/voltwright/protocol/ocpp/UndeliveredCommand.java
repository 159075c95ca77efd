package io.voltwright.protocol.ocpp;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:undelivered} lists the messages that were given up. */
@Service
@Command(
        scope = "ocpp",
        name = "undelivered",
        description = "Lists the messages that back ends did not take",
        detailedDescription =
                "A message is given up after TransactionMessageAttempts refusals or timeouts while connected; the"
                        + " fact itself stays in the journal, at the position shown. Newest first. --resend has them said again, in the"
                        + " order in which they happened, after what already waits; --fact names one of them."
                        + " Examples: ocpp:undelivered acme; ocpp:undelivered --resend acme; ocpp:undelivered --resend --fact 4711 acme")
public final class UndeliveredCommand implements Action {

    @Option(name = "-n", description = "How many per back end")
    int count = 50;

    @Option(name = "--resend", description = "Says them again")
    boolean resend;

    @Option(name = "--fact", description = "Only the message of this fact")
    @Nullable
    Long fact;

    @Argument(description = "Name of the back end; all where it is left out")
    @Completion(BackEndCompleter.class)
    @Nullable
    String name;

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() throws Exception {
        List<ChargePoint> wanted = name == null ? BackEndCommand.all(backEnds) : BackEndCommand.some(backEnds, name);
        if (name != null && wanted.isEmpty()) {
            return null;
        }
        if (resend) {
            for (ChargePoint backEnd : wanted) {
                long asked = backEnd.resend(Optional.ofNullable(fact));
                System.out.println(backEnd.settings().name() + ": " + asked + " messages will be said again");
            }
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("Every message was delivered, or waits for its turn");
        for (String column : List.of(
                "Back end", "Fact", "Message", "EVSE", "Session", "Happened", "Given up", "Attempts", "Reason")) {
            table.column(column);
        }
        for (ChargePoint backEnd : wanted) {
            String backend = backEnd.settings().name();
            for (Undelivered message : backEnd.store().undelivered(backend, Math.max(1, count))) {
                if (fact != null && fact != message.entry()) {
                    continue;
                }
                table.addRow()
                        .addContent(
                                backend,
                                message.entry(),
                                message.action(),
                                message.evse(),
                                message.session(),
                                message.happened(),
                                message.givenUp(),
                                message.attempts(),
                                message.reason());
            }
        }
        table.print(System.out);
        return null;
    }
}
