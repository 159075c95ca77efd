package io.voltwright.protocol.opcua;

import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractUsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.DefaultUsernameIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.jspecify.annotations.Nullable;

/** Lets in the accounts of the station that may look at it, by name and password, after admission was asked. */
final class Logins extends AbstractUsernameIdentityValidator {

    /** Drivers have a page of their own; the set-up code has no role and adds the first admin only. */
    private static final Set<Role> READERS = EnumSet.complementOf(EnumSet.of(Role.DRIVER));

    private final Services services;

    Logins(Services services) {
        this.services = services;
    }

    @Override
    protected Identity.@Nullable UsernameIdentity authenticateUsernamePassword(
            Session session, String name, String password) {
        InetAddress peer = session.getClientAddress();
        if (peer == null || !services.admits(peer)) {
            return null;
        }
        char[] secret = password.toCharArray();
        try {
            return services.accounts()
                    .map(accounts -> accounts.login(name, secret, peer.getHostAddress()))
                    .filter(login -> login instanceof Accounts.Login.Accepted accepted
                            && accepted.roles().stream().anyMatch(READERS::contains))
                    .map(login -> new DefaultUsernameIdentity(name))
                    .orElse(null);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
