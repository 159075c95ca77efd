package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code user:add} adds an account. */
@Service
@Command(
        scope = "user",
        name = "add",
        description = "Adds an account",
        detailedDescription = "Asks for the password without showing it; without a terminal it is the next line of the"
                + " input. With --generate it makes one and prints it once.\n\n"
                + "Roles: viewer, operator, cashier, tariff-manager, maintainer, security-officer, admin, driver,"
                + " service. The set-up code adds the first account, which must be an admin.\n\nExamples:\n\n"
                + "    user:add --role operator --role cashier anna\n"
                + "    user:add --role service --generate plant")
public final class UserAddCommand extends UserCommand {

    @Argument(name = "name", description = "Lower-case letters, digits, dot, hyphen, underscore", required = true)
    String name = "";

    @Option(name = "--role", aliases = "-r", description = "What it may do; repeat for several", multiValued = true)
    @Completion(RoleCompleter.class)
    List<String> roles = List.of();

    @Option(name = "--generate", aliases = "-g", description = "Makes a password and prints it once")
    boolean generate;

    @Reference
    @SuppressWarnings("NullAway.Init") // the shell sets it before it calls
    Session session;

    @Override
    void run(Accounts accounts) throws IOException {
        Set<Role> granted = EnumSet.noneOf(Role.class);
        for (String role : roles) {
            try {
                granted.add(Role.of(role));
            } catch (IllegalArgumentException e) {
                System.out.println("Refused: there is no role '" + role + "'; see help user:add");
                return;
            }
        }
        char[] password =
                generate ? PasswordInput.generated() : PasswordInput.read(session, "Password of " + name + ": ");
        Outcome outcome = accounts.add(name, password, granted, Actor.caller());
        tell(outcome, name + " may log in" + (generate ? " with password " + new String(password) : ""));
        Arrays.fill(password, ' ');
    }
}
