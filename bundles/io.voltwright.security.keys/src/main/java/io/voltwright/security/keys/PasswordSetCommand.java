package io.voltwright.security.keys;

import io.voltwright.base.api.HiddenInput;
import io.voltwright.security.api.Keys;
import java.io.IOException;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code security:password-set} keeps a text secret that a connection needs. */
@Service
@Command(
        scope = "security",
        name = "password-set",
        description = "Keeps a password in the key store",
        detailedDescription = "Asks for the value without showing it; without a terminal it is the first line of the"
                + " input. Configuration files name the entry, never the value.\n\nExample:\n\n"
                + "    security:password-set ocpp.acme")
public final class PasswordSetCommand implements Action {

    @Argument(name = "name", description = "Name of the entry, as ocpp.acme", required = true)
    String name = "";

    @Reference
    @SuppressWarnings("NullAway.Init") // the shell sets it before it calls
    Session session;

    @Reference(optional = true)
    @Nullable
    Keys keys;

    @Override
    public @Nullable Object execute() throws IOException {
        if (keys == null) {
            System.out.println("security.keys is not running");
            return null;
        }
        char[] value = HiddenInput.read(
                prompt -> session.readLine(prompt, '\0'), session.getKeyboard(), "Value of " + name + ": ");
        try {
            keys.putPassword(name, value);
            System.out.println(name + " is kept");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        } finally {
            Arrays.fill(value, ' ');
        }
        return null;
    }
}
