package io.voltwright.users.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.security.api.Audit;
import io.voltwright.store.derby.TestStore;
import io.voltwright.users.api.Accounts.Account;
import io.voltwright.users.api.Accounts.Login;
import io.voltwright.users.api.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StationAccountsTest {

    static final Actor SETUP = Actor.operator("setup");
    static final Actor ADMIN = Actor.operator("root");
    static final String PASSWORD = "a long enough passphrase";
    static final String KEY = "ecdsa-sha2-nistp256 "
            + "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGr1jb5Y3uiX06FrYWdevZF6aXVSrNVTnvMX6w4K2AykIfH22Q/jHvo4"
            + "ygLDNZdBL5LsCIFnAf8WgplY2LvFbCM= anna@desk";

    static final TestStore STORE = TestStore.inMemory();

    final VirtualTime time = new VirtualTime();
    final LoginDelays delays = new LoginDelays(time);
    final List<Audit.Event> audited = Collections.synchronizedList(new ArrayList<>());
    final List<String> console = new ArrayList<>();
    final DataSource rows = STORE.schema("users", StationAccounts.class);
    MemoryJournal journal;
    StationAccounts accounts;
    Path setupFile;

    @BeforeEach
    void firstStart(@TempDir Path home) {
        empty();
        journal = new MemoryJournal(rows);
        setupFile = home.resolve("setup-code");
        accounts = started(Optional.empty(), new Argon2.Cost(64, 1));
    }

    @AfterAll
    static void close() {
        STORE.close();
    }

    void empty() {
        AccountRows all = new AccountRows(rows);
        for (String table : List.of("SSH_KEY", "ACCOUNT", "SETUP")) {
            all.update("DELETE FROM USERS." + table);
        }
    }

    @Test
    @DisplayName("abuse case 13: there is no account and no default password at the first start")
    void thereIsNoDefaultPassword() {
        assertThat(accounts.accounts()).isEmpty();
        int origin = 0;
        for (String name : List.of("admin", "karaf", "root", "setup", "smx", "operator", "console")) {
            for (String password : List.of("admin", "karaf", "password", "setup", "", "voltwright", name)) {
                assertThat(login(name, password, "10.0.0." + origin++)).isInstanceOf(Login.Denied.class);
            }
        }
    }

    @Test
    void theFirstStartPrintsACodeThatAddsTheFirstAdminAndThenIsWorthless() throws IOException {
        String code = printedCode();
        assertThat(Files.readString(setupFile).strip()).isEqualTo(code);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(setupFile)))
                .isEqualTo("rw-------");

        assertThat(login("setup", code, "local")).isEqualTo(new Login.Accepted("setup", Set.of()));
        assertThat(accounts.add("eve", PASSWORD.toCharArray(), Set.of(Role.OPERATOR), SETUP)
                        .isDone())
                .isFalse();
        assertThat(accounts.add("root", PASSWORD.toCharArray(), Set.of(Role.ADMIN), SETUP)
                        .isDone())
                .isTrue();

        assertThat(login("setup", code, "local")).isInstanceOf(Login.Denied.class);
        assertThat(accounts.add("two", PASSWORD.toCharArray(), Set.of(Role.ADMIN), SETUP)
                        .isDone())
                .isFalse();
        assertThat(setupFile).doesNotExist();
        assertThat(login("root", PASSWORD, "local")).isEqualTo(new Login.Accepted("root", Set.of(Role.ADMIN)));
    }

    @Test
    @DisplayName("abuse case 12: a restart keeps accounts, passwords and the unused code")
    void aRestartKeepsWhatThereIs() {
        String code = printedCode();
        accounts = started(Optional.empty(), new Argon2.Cost(64, 1));
        assertThat(login("setup", code, "local")).isInstanceOf(Login.Accepted.class);
        addRoot();

        console.clear();
        accounts = started(Optional.of("another code, preset"), new Argon2.Cost(64, 1));

        assertThat(console).isEmpty();
        assertThat(login("setup", "another code, preset", "local")).isInstanceOf(Login.Denied.class);
        assertThat(login("root", PASSWORD, "local")).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void aPresetCodeIsNeitherPrintedNorWritten() {
        empty();
        console.clear();
        setupFile.toFile().delete();
        accounts = started(Optional.of("preset-by-script-42"), new Argon2.Cost(64, 1));

        assertThat(console).singleElement().asString().doesNotContain("preset-by-script-42");
        assertThat(setupFile).doesNotExist();
        assertThat(login("setup", "preset-by-script-42", "local")).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void weakPasswordsAreRefused() {
        for (String weak :
                List.of("short", "aaaaaaaaaaaaaaaa", "root", "rootrootroot", "voltwright12", "x".repeat(129))) {
            assertThat(accounts.add("root", weak.toCharArray(), Set.of(Role.ADMIN), SETUP)
                            .isDone())
                    .describedAs(weak)
                    .isFalse();
        }
    }

    @Test
    void namesThatWouldMisleadAnAuditorAreRefused() {
        addRoot();
        for (String name : List.of("setup", "console", "Anna", "an na", "", "a\nb", "x".repeat(33))) {
            assertThat(accounts.add(name, PASSWORD.toCharArray(), Set.of(Role.VIEWER), ADMIN)
                            .isDone())
                    .isFalse();
        }
    }

    @Test
    @DisplayName("trust 1.4: failures delay an account from one origin, longer each time, never for ever")
    void failuresDelayButNeverLockOut() {
        addRoot();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            time.pass(longest);
            if (login("root", "wrong", "10.0.0.1") instanceof Login.Denied denied) {
                assertThat(denied.retryAfter()).isGreaterThanOrEqualTo(longest);
                longest = denied.retryAfter();
            }
        }

        assertThat(longest).isEqualTo(Duration.ofMinutes(15));
        assertThat(login("root", PASSWORD, "10.0.0.1"))
                .describedAs("even the right password has to wait")
                .isInstanceOf(Login.Denied.class);
        assertThat(login("root", PASSWORD, "10.0.0.2"))
                .describedAs("from elsewhere the account is open: nobody can lock others out")
                .isInstanceOf(Login.Accepted.class);
        time.pass(Duration.ofMinutes(15));
        assertThat(login("root", PASSWORD, "10.0.0.1")).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void manyNamesFromOneOriginAreSlowedDownToo() {
        addRoot();
        for (int i = 0; i < 20; i++) {
            login("guess" + i, "wrong", "10.0.0.1");
        }

        assertThat(login("root", PASSWORD, "10.0.0.1")).isInstanceOf(Login.Denied.class);
    }

    @Test
    @DisplayName("an address that is let in again after a ban need not wait; others still do")
    void anUnbannedAddressNeedNotWait() {
        addRoot();
        for (String origin : List.of("10.0.0.1", "10.0.0.2")) {
            for (int i = 0; i < 10; i++) {
                login("guess" + i, "wrong", origin);
                login("root", "wrong", origin);
            }
        }

        delays.unbanned("10.0.0.1"::equals);

        assertThat(login("root", PASSWORD, "10.0.0.1")).isInstanceOf(Login.Accepted.class);
        assertThat(login("root", PASSWORD, "10.0.0.2")).isInstanceOf(Login.Denied.class);
    }

    @Test
    @DisplayName("abuse case 4: unknown and known names take the same way and the work of one hash")
    void unknownNamesAreNotToldApart() {
        accounts = started(Optional.empty(), new Argon2.Cost(19_456, 2));
        addRoot();
        long[] known = new long[15];
        long[] unknown = new long[15];
        ThreadMXBean work = ManagementFactory.getThreadMXBean();
        for (int i = -5; i < known.length; i++) {
            long before = work.getCurrentThreadCpuTime();
            login("root", "wrong password", "10.1.0." + (i + 5));
            long between = work.getCurrentThreadCpuTime();
            login("nobody", "wrong password", "10.2.0." + (i + 5));
            if (i >= 0) {
                known[i] = between - before;
                unknown[i] = work.getCurrentThreadCpuTime() - between;
            }
        }
        Arrays.sort(known);
        Arrays.sort(unknown);
        // The work, for on a busy machine time says nothing; even that scatters, and a missing hash would be a factor
        // of ten.
        assertThat((double) unknown[7] / known[7]).isBetween(0.4, 2.5);
    }

    @Test
    void aHashOfLowerCostIsRenewedAtTheNextLogin() throws Exception {
        addRoot();
        accounts = started(Optional.empty(), new Argon2.Cost(128, 2));
        assertThat(login("root", PASSWORD, "local")).isInstanceOf(Login.Accepted.class);

        try (var connection = rows.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT PASSWORD_HASH FROM USERS.ACCOUNT")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).startsWith("$argon2id$v=19$m=128,t=2,p=1$");
        }
        assertThat(login("root", PASSWORD, "local")).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void onlySoundSshKeysAreTaken() {
        addRoot();
        for (String bad : List.of(
                "",
                "ssh-dss AAAA",
                "ecdsa-sha2-nistp256 !!!",
                KEY.replace("ecdsa-sha2-nistp256", "ssh-rsa"),
                "ecdsa-sha2-nistp256 AAAA",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==")) {
            assertThat(accounts.addSshKey("root", bad, ADMIN).isDone())
                    .describedAs(bad)
                    .isFalse();
        }
        assertThat(accounts.addSshKey("root", KEY, ADMIN).isDone()).isTrue();
        assertThat(accounts.addSshKey("root", KEY, ADMIN).isDone()).isFalse();
    }

    @Test
    void rowsAndFactsAreWrittenTogetherOrNotAtAll() {
        addRoot();
        assertThat(journal.facts("users.AccountAdded")).singleElement().satisfies(fact -> {
            assertThat(fact.subject()).isEqualTo("root");
            assertThat(fact.payload().text("by")).isEqualTo("operator:setup");
        });

        journal.accept(false);
        assertThat(accounts.add("anna", PASSWORD.toCharArray(), Set.of(Role.VIEWER), ADMIN)
                        .isDone())
                .isFalse();
        assertThat(accounts.accounts()).extracting(Account::name).containsExactly("root");
        assertThat(login("root", PASSWORD, "local"))
                .describedAs("logins do not wait for the journal")
                .isInstanceOf(Login.Accepted.class);
    }

    @Test
    @DisplayName("abuse case 52: neither passwords nor what was typed as a name reach the audit")
    void secretsDoNotReachTheAudit() {
        addRoot();
        login("root", "planted-secret-1", "10.0.0.1");
        login("planted-secret-2", "x", "10.0.0.1");
        login("root", PASSWORD, "10.0.0.1");

        assertThat(audited).hasSize(3);
        assertThat(audited.toString()).doesNotContain("planted").doesNotContain(PASSWORD);
        assertThat(audited)
                .extracting(Audit.Event::kind, Audit.Event::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Audit.Kind.LOGIN_REFUSED, "root"),
                        org.assertj.core.groups.Tuple.tuple(Audit.Kind.LOGIN_REFUSED, "unknown"),
                        org.assertj.core.groups.Tuple.tuple(Audit.Kind.LOGIN_ACCEPTED, "root"));
    }

    void addRoot() {
        assertThat(accounts.add("root", PASSWORD.toCharArray(), Set.of(Role.ADMIN), SETUP)
                        .isDone())
                .isTrue();
    }

    Login login(String name, String password, String origin) {
        return accounts.login(name, password.toCharArray(), origin);
    }

    String printedCode() {
        Matcher code = Pattern.compile("[0-9A-Z]{5}(-[0-9A-Z]{5}){3}").matcher(console.get(0));
        assertThat(code.find()).isTrue();
        return code.group();
    }

    StationAccounts started(Optional<String> preset, Argon2.Cost cost) {
        StationAccounts started =
                new StationAccounts(rows, journal, delays, time, cost, setupFile, preset, console::add);
        started.audit(event -> {
            audited.add(event);
            return CompletableFuture.completedFuture(null);
        });
        started.start();
        return started;
    }
}
