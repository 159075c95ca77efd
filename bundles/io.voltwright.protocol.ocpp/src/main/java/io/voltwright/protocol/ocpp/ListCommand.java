package io.voltwright.protocol.ocpp;

import java.time.Instant;
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

/** {@code ocpp:list} shows the local authorisation list of a back end, or the cache of its answers. */
@Service
@Command(
        scope = "ocpp",
        name = "list",
        description = "Shows a back end's local list, or the cache of its answers",
        detailedDescription =
                "Tokens are masked. Status and validity are what the back end said; what ran out counts as Expired."
                        + " Example: ocpp:list acme, or ocpp:list --cache acme")
public final class ListCommand implements Action {

    @Option(name = "--cache", description = "The cache of its answers in place of the list")
    boolean cache;

    @Argument(required = true, description = "Name of the back end")
    @Completion(BackEndCompleter.class)
    String name = "";

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        Optional<ChargePoint> backEnd = BackEndCommand.find(backEnds, name);
        if (backEnd.isEmpty()) {
            return null;
        }
        LocalTokens tokens = backEnd.get().conversation().tokens();
        if (!cache) {
            System.out.println("Version " + tokens.listVersion());
        }
        ShellTable table = new ShellTable().emptyTableText(cache ? "The cache is empty" : "The list is empty");
        for (String column : List.of("Token", "Status", "Valid until", "Parent", "Said")) {
            table.column(column);
        }
        tokens.all(!cache).forEach(token -> add(table, token));
        table.print(System.out);
        return null;
    }

    private static void add(ShellTable table, KnownToken token) {
        table.addRow()
                .addContent(
                        masked(token.idTag()),
                        token.info().status().text(),
                        token.info().expiryDate().map(Instant::toString).orElse("-"),
                        token.parent().map(ListCommand::masked).orElse("-"),
                        token.heard().toString());
    }

    private static String masked(String idTag) {
        return "***" + idTag.substring(idTag.length() - Math.min(4, idTag.length() / 3));
    }
}
