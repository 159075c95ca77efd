package io.voltwright.security.keys;

import io.voltwright.security.api.Keys;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code security:identity-renew} gives a listener a new key and self-signed certificate. */
@Service
@Command(
        scope = "security",
        name = "identity-renew",
        description = "Gives a listener a new key and self-signed certificate",
        detailedDescription = "The listener presents it from its next start on. Peers that trusted the old certificate"
                + " must be given the new one.\n\nExample:\n\n    security:identity-renew opcua")
public final class IdentityRenewCommand implements Action {

    @Argument(name = "listener", description = "The listener, as http or opcua", required = true)
    String listener = "";

    @Reference(optional = true)
    @Nullable
    Keys keys;

    @Override
    public @Nullable Object execute() {
        if (keys == null) {
            System.out.println("security.keys is not running");
            return null;
        }
        try {
            keys.renew(listener);
            System.out.println(listener + " has a new key and certificate; restart its bundle to present them");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        return null;
    }
}
