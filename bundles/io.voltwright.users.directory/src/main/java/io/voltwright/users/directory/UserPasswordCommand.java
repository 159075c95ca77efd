package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/** {@code user:password} sets a password: one's own, or as an admin anybody's. */
@Service
@Command(
        scope = "user",
        name = "password",
        description = "Sets a new password",
        detailedDescription = "Without a name it sets your own and asks for the old one first. Admins may set those of"
                + " others.\n\nExamples:\n\n    user:password\n    user:password --generate anna")
public final class UserPasswordCommand extends UserCommand {

    @Argument(name = "name", description = "The account; your own if left out")
    @Completion(AccountCompleter.class)
    String name = "";

    @Option(name = "--generate", aliases = "-g", description = "Makes a password and prints it once")
    boolean generate;

    @Reference
    @SuppressWarnings("NullAway.Init") // the shell sets it before it calls
    Session session;

    @Override
    void run(Accounts accounts) throws IOException {
        Actor caller = Actor.caller();
        String account = name.isEmpty() ? caller.name() : name;
        boolean own = account.equals(caller.name());
        boolean admin = accounts.roles(caller.name())
                .filter(roles -> roles.contains(Role.ADMIN))
                .isPresent();
        if (!own && !admin) {
            System.out.println("Refused: only an admin sets the password of another account");
            return;
        }
        if (own && !isReally(accounts, account)) {
            System.out.println("Refused: that is not the old password");
            return;
        }
        char[] password =
                generate ? PasswordInput.generated() : PasswordInput.read(session, "New password of " + account + ": ");
        tell(
                accounts.password(account, password, caller),
                account + " has a new password" + (generate ? ": " + new String(password) : ""));
        Arrays.fill(password, ' ');
    }

    private boolean isReally(Accounts accounts, String account) throws IOException {
        char[] old = PasswordInput.read(session, "Old password: ");
        boolean accepted = accounts.login(account, old, "local") instanceof Accounts.Login.Accepted;
        Arrays.fill(old, ' ');
        return accepted;
    }
}
