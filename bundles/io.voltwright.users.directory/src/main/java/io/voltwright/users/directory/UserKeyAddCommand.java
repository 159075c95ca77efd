package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.users.api.Accounts;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** {@code user:key-add} lets an account log in over SSH with a key. */
@Service
@Command(
        scope = "user",
        name = "key-add",
        description = "Lets an account log in over SSH with a key",
        detailedDescription =
                "The key is the one line of a .pub file, ECDSA or RSA: ssh-keygen -t ecdsa makes one.\n\nExample:\n\n"
                        + "    user:key-add anna ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTIt... anna@desk")
public final class UserKeyAddCommand extends UserCommand {

    @Argument(name = "name", description = "The account", required = true)
    @Completion(AccountCompleter.class)
    String name = "";

    @Argument(index = 1, name = "key", description = "Type, key, comment", required = true, multiValued = true)
    List<String> key = List.of();

    @Override
    void run(Accounts accounts) {
        tell(accounts.addSshKey(name, String.join(" ", key), Actor.caller()), name + " may log in with this key");
    }
}
