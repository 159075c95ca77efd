package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code user:role} gives an account other roles. */
@Service
@Command(
        scope = "user",
        name = "role",
        description = "Gives an account other roles",
        detailedDescription =
                "They take the place of all it had, at once, also where it is logged in. The last admin stays"
                        + " one.\n\nExamples:\n\n    user:role anna operator\n    user:role anna operator cashier")
public final class UserRoleCommand extends UserCommand {

    @Argument(index = 0, name = "name", description = "The account", required = true)
    @Completion(AccountCompleter.class)
    String name = "";

    @Argument(index = 1, name = "roles", description = "What it may do", required = true, multiValued = true)
    @Completion(RoleCompleter.class)
    List<String> roles = List.of();

    @Override
    void run(Accounts accounts) {
        Set<Role> granted = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            try {
                granted.add(Role.of(role));
            } catch (IllegalArgumentException e) {
                System.out.println("Refused: there is no role '" + role + "'; see help user:add");
                return;
            }
        }
        tell(accounts.roles(name, granted, Actor.caller()), name + " is " + AccountRows.text(granted) + " now");
    }
}
