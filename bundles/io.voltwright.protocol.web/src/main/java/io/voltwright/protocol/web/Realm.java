package io.voltwright.protocol.web;

import io.voltwright.users.api.Role;
import java.util.EnumSet;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;

/** The one login realm of the station, which the shell uses too. */
final class Realm implements Credentials.Login {

    @Override
    public Set<Role> roles(String name, char[] password, String origin) {
        Subject subject = new Subject();
        subject.getPrincipals().add(new ClientPrincipal("http", origin));
        try {
            LoginContext login = new LoginContext("karaf", subject, asked -> answer(asked, name, password));
            login.login();
        } catch (LoginException | SecurityException denied) {
            return Set.of();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (subject.getPrincipals(RolePrincipal.class).stream()
                    .anyMatch(principal -> principal.getName().equals(role.key()))) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static void answer(Callback[] asked, String name, char[] password) throws UnsupportedCallbackException {
        for (Callback callback : asked) {
            if (callback instanceof NameCallback nameCallback) {
                nameCallback.setName(name);
            } else if (callback instanceof PasswordCallback passwordCallback) {
                passwordCallback.setPassword(password);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }
}
