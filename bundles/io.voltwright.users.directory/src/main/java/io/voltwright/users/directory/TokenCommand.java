package io.voltwright.users.directory;

import io.voltwright.users.api.Tokens;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** What the token commands share. */
abstract class TokenCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Tokens tokens;

    @Override
    public final @Nullable Object execute() {
        if (tokens == null) {
            System.out.println("users.directory is not running");
            return null;
        }
        try {
            run(tokens);
        } catch (IllegalArgumentException e) {
            System.out.println("Refused: " + e.getMessage());
        }
        return null;
    }

    /**
     * @throws IllegalArgumentException with the reason, if an argument is wrong
     */
    abstract void run(Tokens tokens);
}
