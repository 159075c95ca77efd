package io.voltwright.users.directory;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Time;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.AccountListener;
import io.voltwright.users.api.Accounts;
import io.voltwright.users.api.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The accounts in the store: checked with Argon2id, slowed down after failures, changed one by one and only with a fact. */
@Component(immediate = true, configurationPid = "io.voltwright.users.directory")
@Designate(ocd = DirectoryConfig.class)
public final class StationAccounts implements Accounts {

    static final int LONGEST_PASSWORD = 128;

    static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,32}");

    private final AccountRows rows;
    private final Changes changes;
    private final Time time;
    private final Passwords passwords;
    private final SetupCode setup;
    private final Logins logins;
    private final List<AccountListener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Audit audit;

    @Activate
    public StationAccounts(
            BundleContext bundle,
            DirectoryConfig config,
            @Reference(target = "(schema=users)") DataSource store,
            @Reference Journal journal,
            @Reference LoginDelays delays,
            @Reference Time time) {
        this(
                store,
                journal,
                delays,
                time,
                new Argon2.Cost(config.argon2_memory_kib(), config.argon2_iterations()),
                home(bundle).resolve("setup-code"),
                Optional.ofNullable(System.getenv(SetupCode.VARIABLE)),
                System.out::println);
    }

    StationAccounts(
            DataSource store,
            Journal journal,
            LoginDelays delays,
            Time time,
            Argon2.Cost cost,
            Path setupFile,
            Optional<String> setupCode,
            Consumer<String> console) {
        this.rows = new AccountRows(store);
        this.changes = new Changes(journal, time);
        this.time = time;
        Argon2 argon2 = new Argon2(cost);
        this.passwords = new Passwords(argon2);
        this.setup = new SetupCode(rows, argon2, setupFile, setupCode, console);
        this.logins = new Logins(rows, passwords, delays, time, () -> Optional.ofNullable(audit));
    }

    private static Path home(BundleContext bundle) {
        String home = bundle.getProperty("voltwright.home");
        return Path.of(home != null ? home : System.getProperty("karaf.base", "."));
    }

    @Activate
    void start() {
        setup.prepare(time.instant().toEpochMilli());
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(AccountListener listener) {
        listeners.add(listener);
    }

    void removeListener(AccountListener listener) {
        listeners.remove(listener);
    }

    /** For tests, in place of the reference. */
    void audit(Audit service) {
        audit = service;
    }

    @Override
    public List<Account> accounts() {
        return rows.all();
    }

    @Override
    public Login login(String name, char[] password, String origin) {
        return logins.login(name, password, origin);
    }

    @Override
    public synchronized Outcome add(String name, char[] password, Set<Role> roles, Actor by) {
        if (!NAME.matcher(name).matches() || SetupCode.reserved().contains(name)) {
            return Outcome.refused("'" + name
                    + "' is no name for an account: 1 to 32 lower-case letters, digits, . - _," + " and none of "
                    + SetupCode.reserved().stream().sorted().toList());
        }
        if (roles.isEmpty()) {
            return Outcome.refused("account '" + name + "' needs a role");
        }
        Optional<String> objection = Passwords.objection(name, password);
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        if (bySetup(by) && (!roles.contains(Role.ADMIN) || !rows.all().isEmpty())) {
            return Outcome.refused("the set-up code adds the first account only, and that is an admin");
        }
        if (rows.find(name).isPresent()) {
            return Outcome.refused("account '" + name + "' exists already");
        }
        return insert(name, passwords.hash(password), roles, by);
    }

    private Outcome insert(String name, String hash, Set<Role> roles, Actor by) {
        long now = time.instant().toEpochMilli();
        Effects effects = connection -> {
            AccountRows.execute(
                    connection,
                    "INSERT INTO USERS.ACCOUNT (NAME, PASSWORD_HASH, ROLES, DISABLED, CREATED_MS, PASSWORD_MS)"
                            + " VALUES (?, ?, ?, 0, ?, ?)",
                    name,
                    hash,
                    AccountRows.text(roles),
                    now,
                    now);
            AccountRows.execute(connection, "DELETE FROM USERS.SETUP");
        };
        Payload what = Payload.with().put("roles", AccountRows.text(roles)).done();
        Outcome outcome = changes.commit("users.AccountAdded", name, by, what, effects);
        if (outcome.isDone()) {
            setup.used();
        }
        return outcome;
    }

    @Override
    public synchronized Outcome password(String name, char[] password, Actor by) {
        Optional<String> objection = Passwords.objection(name, password);
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        if (bySetup(by) || rows.find(name).isEmpty()) {
            return unknown(name);
        }
        String hash = passwords.hash(password);
        long now = time.instant().toEpochMilli();
        return changes.commit(
                "users.PasswordChanged",
                name,
                by,
                Payload.EMPTY,
                connection -> AccountRows.execute(
                        connection,
                        "UPDATE USERS.ACCOUNT SET PASSWORD_HASH = ?, PASSWORD_MS = ? WHERE NAME = ?",
                        hash,
                        now,
                        name));
    }

    @Override
    public synchronized Outcome disable(String name, boolean disabled, Actor by) {
        if (bySetup(by) || rows.find(name).isEmpty()) {
            return unknown(name);
        }
        if (disabled && lastAdmin(name)) {
            return Outcome.refused("'" + name + "' is the last admin; add another one first");
        }
        Outcome outcome = changes.commit(
                disabled ? "users.AccountDisabled" : "users.AccountEnabled",
                name,
                by,
                Payload.EMPTY,
                connection -> AccountRows.execute(
                        connection, "UPDATE USERS.ACCOUNT SET DISABLED = ? WHERE NAME = ?", disabled ? 1 : 0, name));
        tell(name);
        return outcome;
    }

    private boolean lastAdmin(String name) {
        return rows.all().stream()
                .filter(account -> account.roles().contains(Role.ADMIN) && !account.disabled())
                .allMatch(account -> account.name().equals(name));
    }

    @Override
    public synchronized Outcome roles(String name, Set<Role> roles, Actor by) {
        Optional<AccountRows.Row> row = rows.find(name);
        if (bySetup(by) || row.isEmpty()) {
            return unknown(name);
        }
        if (roles.isEmpty()) {
            return Outcome.refused("account '" + name + "' needs a role; close it with user:disable");
        }
        if (!roles.contains(Role.ADMIN) && lastAdmin(name)) {
            return Outcome.refused("'" + name + "' is the last admin; add another one first");
        }
        String before = AccountRows.text(row.orElseThrow().account().roles());
        String after = AccountRows.text(roles);
        Outcome outcome = changes.commit(
                "users.RolesChanged",
                name,
                by,
                Payload.with().put("before", before).put("roles", after).done(),
                connection -> AccountRows.execute(
                        connection, "UPDATE USERS.ACCOUNT SET ROLES = ? WHERE NAME = ?", after, name));
        tell(name);
        return outcome;
    }

    // Also after a refusal: a slow journal may have written it all the same.
    private void tell(String name) {
        Set<Role> now = roles(name).orElse(Set.of());
        listeners.forEach(listener -> listener.accountChanged(name, now));
    }

    @Override
    public List<String> sshKeys(String name) {
        return roles(name).isPresent() ? rows.keys(name) : List.of();
    }

    @Override
    public synchronized Outcome addSshKey(String name, String key, Actor by) {
        if (bySetup(by) || rows.find(name).isEmpty()) {
            return unknown(name);
        }
        SshKeyLine line;
        try {
            line = SshKeyLine.of(key);
        } catch (IllegalArgumentException e) {
            return Outcome.refused(String.valueOf(e.getMessage()));
        }
        if (rows.keys(name).contains(line.toString())) {
            return Outcome.refused("account '" + name + "' has this key already");
        }
        long now = time.instant().toEpochMilli();
        return changes.commit(
                "users.SshKeyAdded",
                name,
                by,
                Payload.with().put("fingerprint", line.fingerprint()).done(),
                connection -> AccountRows.execute(
                        connection,
                        "INSERT INTO USERS.SSH_KEY (ACCOUNT, FINGERPRINT, KEY_LINE, ADDED_MS) VALUES (?, ?, ?, ?)",
                        name,
                        line.fingerprint(),
                        line.toString(),
                        now));
    }

    @Override
    public Optional<Set<Role>> roles(String name) {
        return rows.find(name)
                .map(AccountRows.Row::account)
                .filter(account -> !account.disabled())
                .map(Account::roles);
    }

    private static boolean bySetup(Actor by) {
        return by.kind() == Actor.Kind.OPERATOR && by.name().equals(SetupCode.ACCOUNT);
    }

    private static Outcome unknown(String name) {
        return Outcome.refused("there is no account '" + name + "' that you may change; see user:list");
    }
}
