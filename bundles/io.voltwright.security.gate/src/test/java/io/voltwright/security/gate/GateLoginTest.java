package io.voltwright.security.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.voltwright.security.api.Admission;
import io.voltwright.users.api.Role;
import java.security.Principal;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.modules.publickey.PublickeyCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GateLoginTest {

    final FewAccounts accounts = new FewAccounts();
    final OpenShells shells = new OpenShells();
    final List<String> asked = new ArrayList<>();
    boolean admitted = true;
    final Admission admission = (listener, peer) -> {
        asked.add(listener + " " + peer.getHostAddress());
        return admitted;
    };

    @Test
    void outranksTheRealmThatKarafBrings() {
        Gate gate = new Gate(97, shells, accounts, admission);

        assertThat(gate.getName()).isEqualTo("karaf");
        assertThat(gate.getRank()).isPositive();
        assertThat(gate.getEntries()).singleElement().satisfies(entry -> {
            assertThat(entry.getLoginModuleName()).isEqualTo(ProxyLoginModule.class.getName());
            assertThat(entry.getOptions().get(ProxyLoginModule.PROPERTY_MODULE)).isEqualTo(GateLogin.class.getName());
            assertThat(entry.getOptions().get(ProxyLoginModule.PROPERTY_BUNDLE)).isEqualTo("97");
        });
    }

    @Test
    void staffGetsItsRolesAShellAndMayLook() throws LoginException {
        assertThat(roles(ssh(), password("anna", "right"))).containsExactly("operator", "ssh", "viewer");
        assertThat(asked).containsExactly("ssh 192.0.2.1");
        assertThat(accounts.origins).containsExactly("192.0.2.1");
    }

    @Test
    void whoIsInAShellMayDoWhatTheAccountMayDoNow() throws LoginException {
        Subject anna = login(ssh(), password("anna", "right"), new Gate(1, shells, accounts, admission));
        Subject again = login(ssh(), password("anna", "right"), new Gate(1, shells, accounts, admission));

        shells.accountChanged("berta", Set.of());
        assertThat(held(anna)).containsExactly("operator", "ssh", "viewer");

        shells.accountChanged("anna", Set.of(Role.CASHIER));
        assertThat(held(anna)).containsExactly("cashier", "ssh", "viewer");

        shells.accountChanged("anna", Set.of());
        assertThat(held(anna)).isEmpty();
        assertThat(held(again)).isEmpty();
        assertThat(anna.getPrincipals()).extracting(Principal::getName).contains("anna");

        shells.accountChanged("anna", Set.of(Role.OPERATOR));
        assertThat(held(again)).containsExactly("operator", "ssh", "viewer");
    }

    @Test
    void whatChangesWhileSomebodyLogsInCountsToo() throws LoginException {
        Subject anna = ssh();
        GateLogin login = new GateLogin();
        login.initialize(
                anna,
                password("anna", "right"),
                Map.of(),
                Map.of(Gate.OPTION, new Gate(1, shells, accounts, admission)));
        login.login();
        accounts.granted = Set.of(Role.CASHIER);
        shells.accountChanged("anna", accounts.granted);
        login.commit();

        assertThat(held(anna)).containsExactly("cashier", "ssh", "viewer");
    }

    private static Set<String> held(Subject subject) {
        return subject.getPrincipals(RolePrincipal.class).stream()
                .map(Principal::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void programsAndDriversGetNoShell() throws LoginException {
        accounts.granted = Set.of(Role.SERVICE);
        assertThat(roles(http(), password("anna", "right"))).containsExactly("service");
        accounts.granted = Set.of(Role.DRIVER);
        assertThat(roles(http(), password("anna", "right"))).containsExactly("driver");
    }

    @Test
    void theSetUpCodeOpensAShellAndNothingElse() throws LoginException {
        accounts.granted = Set.of();
        assertThat(roles(ssh(), password("setup", "right"))).containsExactly("setup", "ssh");
        assertThat(roles(ssh(), password("anna", "right"))).isEmpty();
    }

    @Test
    void theSubjectNamesTheAccount() throws LoginException {
        Subject subject = login(ssh(), password("anna", "right"), new Gate(1, shells, accounts, admission));

        assertThat(subject.getPrincipals())
                .extracting(Principal::getName)
                .contains("anna")
                .doesNotContain("right");
    }

    @Test
    void aWrongPasswordIsDeniedAndLeavesNothing() {
        Subject subject = new Subject();
        assertThatExceptionOfType(LoginException.class)
                .isThrownBy(() -> login(subject, password("anna", "wrong"), new Gate(1, shells, accounts, admission)));
        assertThat(subject.getPrincipals(RolePrincipal.class)).isEmpty();
    }

    @Test
    @DisplayName("abuse case 50: while users or admission are away nobody comes in")
    void whileUsersOrAdmissionAreAwayNobodyComesIn() {
        assertDenied(ssh(), password("anna", "right"), new Gate(1, shells, null, admission));
        assertDenied(http(), password("anna", "right"), new Gate(1, shells, null, admission));
        assertDenied(ssh(), password("anna", "right"), new Gate(1, shells, accounts, null));
        assertThat(accounts.origins).isEmpty();
    }

    @Test
    void aBannedPeerIsDeniedBeforeItsPasswordIsLookedAt() {
        admitted = false;
        assertDenied(ssh(), password("anna", "right"), new Gate(1, shells, accounts, admission));
        assertDenied(ssh(), key("anna", Ssh.ED25519.key()), new Gate(1, shells, accounts, admission));
        assertThat(accounts.origins).isEmpty();
    }

    @Test
    void anSshPeerWithoutAnAddressIsDenied() {
        assertDenied(
                subject(new ClientPrincipal("ssh", "somewhere")),
                password("anna", "right"),
                new Gate(1, shells, accounts, admission));
    }

    @Test
    void httpAskedAdmissionBeforeAndIsNotChargedTwice() throws LoginException {
        assertThat(roles(http(), password("anna", "right"))).contains("operator");
        assertThat(asked).isEmpty();
        assertThat(accounts.origins).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void aKeyOfTheAccountOpensAndAnotherDoesNot() throws LoginException {
        for (Ssh pair : Ssh.ALL) {
            accounts.keys = List.of(pair.line());
            assertThat(roles(ssh(), key("anna", pair.key()))).contains("operator", "ssh");
            accounts.keys = List.of(Ssh.OTHER.line());
            assertDenied(ssh(), key("anna", pair.key()), new Gate(1, shells, accounts, admission));
        }
        accounts.keys = List.of();
        assertDenied(ssh(), key("anna", Ssh.ED25519.key()), new Gate(1, shells, accounts, admission));
    }

    @Test
    @DisplayName("trust 1.4: a key from the station itself works while loopback is banned")
    void aKeyFromTheStationItselfWorksWhileLoopbackIsBanned() throws LoginException {
        admitted = false;
        accounts.keys = List.of(Ssh.ED25519.line());
        Subject local = subject(new ClientPrincipal("ssh", "/127.0.0.1:4711"));

        assertThat(roles(local, key("anna", Ssh.ED25519.key()))).contains("ssh");
        assertDenied(
                subject(new ClientPrincipal("ssh", "/127.0.0.1:4711")),
                password("anna", "right"),
                new Gate(1, shells, accounts, admission));
    }

    static Subject ssh() {
        return subject(new ClientPrincipal("ssh", "/192.0.2.1:4711"));
    }

    static Subject http() {
        return subject(new ClientPrincipal("http", "2001:db8::1"));
    }

    static Subject subject(Principal client) {
        Subject subject = new Subject();
        subject.getPrincipals().add(client);
        return subject;
    }

    /** As Karaf's SSH answers for a password: all else is unsupported. */
    static CallbackHandler password(String name, String password) {
        return callbacks -> {
            for (var callback : callbacks) {
                if (callback instanceof NameCallback asksName) {
                    asksName.setName(name);
                } else if (callback instanceof PasswordCallback asksPassword) {
                    asksPassword.setPassword(password.toCharArray());
                } else {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        };
    }

    /** As Karaf's SSH answers for a key. */
    static CallbackHandler key(String name, PublicKey key) {
        return callbacks -> {
            for (var callback : callbacks) {
                if (callback instanceof NameCallback asksName) {
                    asksName.setName(name);
                } else if (callback instanceof PublickeyCallback asksKey) {
                    asksKey.setPublicKey(key);
                } else {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        };
    }

    Set<String> roles(Subject subject, CallbackHandler handler) throws LoginException {
        return login(subject, handler, new Gate(1, shells, accounts, admission))
                .getPrincipals(RolePrincipal.class)
                .stream()
                .map(Principal::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static void assertDenied(Subject subject, CallbackHandler handler, @Nullable Gate gate) {
        assertThatExceptionOfType(LoginException.class).isThrownBy(() -> login(subject, handler, gate));
        assertThat(subject.getPrincipals(RolePrincipal.class)).isEmpty();
    }

    static Subject login(Subject subject, CallbackHandler handler, @Nullable Gate gate) throws LoginException {
        GateLogin login = new GateLogin();
        login.initialize(subject, handler, Map.of(), gate == null ? Map.of() : Map.of(Gate.OPTION, gate));
        login.login();
        login.commit();
        return subject;
    }
}
