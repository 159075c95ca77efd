package io.voltwright.security.gate;

import io.voltwright.users.api.AccountListener;
import io.voltwright.users.api.Role;
import java.lang.ref.WeakReference;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.osgi.service.component.annotations.Component;

/** Who is in a shell: each command asks the roles of the login, and those follow the account. */
@Component(service = {AccountListener.class, OpenShells.class})
public final class OpenShells implements AccountListener {

    private final List<Shell> shells = new ArrayList<>();

    /** Gone when the shell is, and nobody else knows its login. */
    private record Shell(String account, WeakReference<Subject> login) {}

    synchronized void opened(String account, Subject login) {
        shells.removeIf(shell -> shell.login().get() == null);
        shells.add(new Shell(account, new WeakReference<>(login)));
    }

    @Override
    public synchronized void accountChanged(String name, Set<Role> roles) {
        Set<Principal> granted = GateLogin.granted(name, roles);
        for (Shell shell : shells) {
            Subject login = shell.login().get();
            if (login != null && shell.account().equals(name)) {
                login.getPrincipals()
                        .removeIf(principal -> principal instanceof RolePrincipal && !granted.contains(principal));
                login.getPrincipals().addAll(granted);
            }
        }
    }
}
