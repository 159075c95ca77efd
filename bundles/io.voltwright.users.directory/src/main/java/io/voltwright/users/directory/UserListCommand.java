package io.voltwright.users.directory;

import io.voltwright.users.api.Accounts;
import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code user:list} lists the accounts. */
@Service
@Command(
        scope = "user",
        name = "list",
        description = "Lists the accounts and what they may do",
        detailedDescription = "Example:\n\n    user:list")
public final class UserListCommand extends UserCommand {

    @Override
    void run(Accounts accounts) {
        ShellTable table = new ShellTable().emptyTableText("No accounts; log in with the set-up code and run user:add");
        table.column("Name");
        table.column("Roles");
        table.column("State");
        table.column("Last login (UTC)");
        table.column("SSH keys").alignRight();
        for (Accounts.Account account : accounts.accounts()) {
            table.addRow()
                    .addContent(
                            account.name(),
                            AccountRows.text(account.roles()).replace(",", ", "),
                            account.disabled() ? "disabled" : "open",
                            account.lastLogin()
                                    .map(time ->
                                            time.truncatedTo(ChronoUnit.SECONDS).toString())
                                    .orElse("never"),
                            accounts.sshKeys(account.name()).size());
        }
        table.print(System.out);
    }
}
