package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.users.api.Accounts;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code user:disable} closes an account, or opens it again. */
@Service
@Command(
        scope = "user",
        name = "disable",
        description = "Closes an account, or opens it again",
        detailedDescription =
                "The last admin cannot be closed. Who is logged in may do nothing from then on, in the shell and by HTTP."
                        + "\n\nExamples:\n\n    user:disable anna\n    user:disable --undo anna")
public final class UserDisableCommand extends UserCommand {

    @Argument(name = "name", description = "The account", required = true)
    @Completion(AccountCompleter.class)
    String name = "";

    @Option(name = "--undo", description = "Opens it again")
    boolean undo;

    @Override
    void run(Accounts accounts) {
        tell(accounts.disable(name, !undo, Actor.caller()), name + (undo ? " is open again" : " is closed"));
    }
}
