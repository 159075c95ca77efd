package io.voltwright.security.gate;

import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Principal;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.jaas.modules.publickey.PublickeyCallback;
import org.jspecify.annotations.Nullable;

/** One login: a name with a password, or over SSH a name with a key. Public and without arguments, for JAAS makes it. */
public final class GateLogin implements LoginModule {

    /** Held by everybody who may open a shell; {@code sshRole} in etc/org.apache.karaf.shell.cfg names it. */
    static final String SHELL = "ssh";

    /** The account of the first start; its role lets it add the first admin and nothing else. */
    static final String SETUP = "setup";

    /** Programs and drivers have no shell. */
    private static final Set<Role> STAFF = EnumSet.complementOf(EnumSet.of(Role.DRIVER, Role.SERVICE));

    private final Set<Principal> principals = new LinkedHashSet<>();
    private @Nullable Subject subject;
    private @Nullable CallbackHandler handler;
    private @Nullable Gate gate;
    private String name = "";

    @Override
    public void initialize(
            Subject subject, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = subject;
        this.handler = handler;
        this.gate = (Gate) options.get(Gate.OPTION);
    }

    @Override
    public boolean login() throws LoginException {
        Gate through = gate;
        CallbackHandler asked = handler;
        if (through == null || asked == null) {
            throw new LoginException("not initialised");
        }
        Accounts accounts =
                through.accounts().orElseThrow(() -> new FailedLoginException("users.directory is not running"));
        NameCallback name = new NameCallback("user");
        PasswordCallback password = new PasswordCallback("password", false);
        PublickeyCallback key = new PublickeyCallback();
        boolean byKey = answered(asked, name, password, key);
        Optional<ClientPrincipal> client = client();
        admit(through, client, byKey);
        String origin =
                client.flatMap(Peer::of).map(InetAddress::getHostAddress).orElse("local");
        String account = Optional.ofNullable(name.getName()).orElse("");
        grant(
                account,
                byKey ? rolesByKey(accounts, account, key.getPublicKey()) : roles(accounts, account, password, origin));
        return true;
    }

    /** Whether a key was given: SSH answers about the one or the other. */
    private static boolean answered(
            CallbackHandler asked, NameCallback name, PasswordCallback password, PublickeyCallback key)
            throws LoginException {
        try {
            asked.handle(new Callback[] {name, password});
            return false;
        } catch (UnsupportedCallbackException passwordIsNotAsked) {
            try {
                asked.handle(new Callback[] {name, key});
                return true;
            } catch (IOException | UnsupportedCallbackException e) {
                throw failed("neither password nor key", e);
            }
        } catch (IOException e) {
            throw failed("no answer", e);
        }
    }

    // HTTP asked admission before it came here; SSH has no earlier place.
    private static void admit(Gate gate, Optional<ClientPrincipal> client, boolean byKey) throws LoginException {
        if (client.filter(peer -> peer.getMethod().equals("ssh")).isEmpty()) {
            return;
        }
        InetAddress peer = client.flatMap(Peer::of)
                .orElseThrow(() -> new FailedLoginException("a peer without an address is not admitted"));
        // A key cannot be guessed: from the station itself it opens the door even when passwords were guessed there.
        boolean breakGlass = byKey && peer.isLoopbackAddress();
        if (!gate.admits(peer) && !breakGlass) {
            throw new FailedLoginException("not admitted");
        }
    }

    private static Set<Role> roles(Accounts accounts, String account, PasswordCallback password, String origin)
            throws LoginException {
        char[] secret = Optional.ofNullable(password.getPassword()).orElse(new char[0]);
        password.clearPassword();
        try {
            if (accounts.login(account, secret, origin) instanceof Accounts.Login.Accepted accepted) {
                return accepted.roles();
            }
            throw new FailedLoginException("login failed");
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static Set<Role> rolesByKey(Accounts accounts, String account, @Nullable PublicKey key)
            throws LoginException {
        String offered = Optional.ofNullable(key).flatMap(KeyBlob::of).orElse("");
        if (offered.isEmpty() || !accounts.sshKeys(account).contains(offered)) {
            throw new FailedLoginException("login failed");
        }
        return accounts.roles(account).orElseThrow(() -> new FailedLoginException("login failed"));
    }

    private void grant(String account, Set<Role> roles) {
        principals.add(new UserPrincipal(account));
        principals.addAll(granted(account, roles));
        name = account;
    }

    /** What an account with these roles holds. */
    static Set<Principal> granted(String account, Set<Role> roles) {
        Set<Principal> principals = new LinkedHashSet<>();
        roles.forEach(role -> principals.add(new RolePrincipal(role.key())));
        if (roles.stream().anyMatch(STAFF::contains)) {
            principals.add(new RolePrincipal(Role.VIEWER.key()));
            principals.add(new RolePrincipal(SHELL));
        } else if (account.equals(SETUP) && roles.isEmpty()) {
            principals.add(new RolePrincipal(SETUP));
            principals.add(new RolePrincipal(SHELL));
        }
        return principals;
    }

    private Optional<ClientPrincipal> client() {
        return Optional.ofNullable(subject).stream()
                .flatMap(login -> login.getPrincipals(ClientPrincipal.class).stream())
                .findFirst();
    }

    private static LoginException failed(String reason, Exception cause) {
        LoginException failed = new FailedLoginException(reason);
        failed.initCause(cause);
        return failed;
    }

    @Override
    public boolean commit() {
        if (subject == null || principals.isEmpty()) {
            return false;
        }
        subject.getPrincipals().addAll(principals);
        Gate through = gate;
        if (through != null
                && client().filter(peer -> peer.getMethod().equals("ssh")).isPresent()) {
            through.shells().opened(name, subject);
            // What changed since the password was looked at was told before this shell was known.
            through.accounts()
                    .map(accounts -> accounts.roles(name).orElse(Set.of()))
                    .ifPresent(roles -> through.shells().accountChanged(name, roles));
        }
        return true;
    }

    @Override
    public boolean abort() {
        principals.clear();
        return true;
    }

    @Override
    public boolean logout() {
        if (subject != null) {
            subject.getPrincipals().removeAll(principals);
        }
        principals.clear();
        return true;
    }
}
