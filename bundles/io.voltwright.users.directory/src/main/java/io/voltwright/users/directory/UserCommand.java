package io.voltwright.users.directory;

import io.voltwright.base.api.Outcome;
import io.voltwright.users.api.Accounts;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the user commands share. */
abstract class UserCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Accounts accounts;

    @Override
    public final @Nullable Object execute() throws Exception {
        if (accounts == null) {
            System.out.println("users.directory is not running");
        } else {
            run(accounts);
        }
        return null;
    }

    abstract void run(Accounts accounts) throws Exception;

    static void tell(Outcome outcome, String done) {
        System.out.println(outcome.isDone() ? done : "Refused: " + outcome.reasonOrDone());
    }
}
