package io.voltwright.users.directory;

import io.voltwright.users.api.Tokens;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code token:list} lists the site's tokens, masked. */
@Service
@Command(
        scope = "token",
        name = "list",
        description = "Lists the site's own tokens, masked",
        detailedDescription =
                "Facts, sessions and receipts name a token by its reference.\n\nExample:\n\n    token:list")
public final class TokenListCommand extends TokenCommand {

    @Override
    void run(Tokens tokens) {
        ShellTable table = new ShellTable().emptyTableText("No tokens; see help token:add");
        table.column("Reference");
        table.column("Token");
        table.column("Label");
        table.column("Group");
        table.column("Until");
        table.column("State");
        for (Tokens.Token token : tokens.tokens()) {
            table.addRow()
                    .addContent(
                            token.ref(),
                            token.masked(),
                            token.label(),
                            token.group().orElse("-"),
                            token.validUntil().map(Object::toString).orElse("-"),
                            token.blocked() ? "blocked" : "open");
        }
        table.print(System.out);
    }
}
