package io.voltwright.users.directory;

import static io.voltwright.users.directory.StationAccountsTest.ADMIN;
import static io.voltwright.users.directory.StationAccountsTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Effects;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.store.derby.TestStore;
import io.voltwright.users.api.Accounts.Login;
import io.voltwright.users.api.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account may do changes while people are logged in. */
class AccountRightsTest {

    final TestStore store = TestStore.inMemory();
    final DataSource rows = store.schema("users", StationAccounts.class);
    final MemoryJournal journal = new MemoryJournal(rows);
    final ExecutorService threads = Executors.newFixedThreadPool(2);

    @TempDir
    Path home;

    StationAccounts accounts;

    @BeforeEach
    void open() {
        accounts = started(journal);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
    }

    @Test
    void aClosedAccountIsClosedForPasswordsAndKeys() {
        add("root", Role.ADMIN);
        add("anna", Role.OPERATOR);
        accounts.addSshKey("anna", StationAccountsTest.KEY, ADMIN);
        assertThat(accounts.sshKeys("anna")).hasSize(1);

        assertThat(accounts.disable("anna", true, ADMIN).isDone()).isTrue();
        assertThat(login("anna", PASSWORD, "local")).isInstanceOf(Login.Denied.class);
        assertThat(accounts.sshKeys("anna")).isEmpty();
        assertThat(accounts.roles("anna")).isEmpty();

        assertThat(accounts.disable("anna", false, ADMIN).isDone()).isTrue();
        assertThat(login("anna", PASSWORD, "elsewhere")).isInstanceOf(Login.Accepted.class);
    }

    // As on a full disk, which somebody has to clear.
    @Test
    void aStoreThatTakesNoMoreKeepsNobodyOut() {
        add("root", Role.ADMIN);
        new AccountRows(rows).update("ALTER TABLE USERS.ACCOUNT ADD CONSTRAINT NO_ROOM CHECK (LAST_LOGIN_MS < 0)");
        assertThat(login("root", PASSWORD, "local")).isInstanceOf(Login.Accepted.class);
    }

    @Test
    void theLastAdminStays() {
        add("root", Role.ADMIN);
        assertThat(accounts.disable("root", true, ADMIN).reasonOrDone()).contains("last admin");
    }

    @Test
    void otherRolesTakeThePlaceOfAllAndAreAudited() {
        add("root", Role.ADMIN);
        add("anna", Role.OPERATOR, Role.CASHIER);

        assertThat(accounts.roles("anna", Set.of(Role.VIEWER), ADMIN).isDone()).isTrue();
        assertThat(accounts.roles("anna")).contains(Set.of(Role.VIEWER));
        assertThat(journal.facts(fact -> fact.type().equals("users.RolesChanged")))
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.subject()).isEqualTo("anna");
                    assertThat(fact.payload().values())
                            .containsEntry("by", "operator:root")
                            .containsEntry("before", "operator,cashier")
                            .containsEntry("roles", "viewer");
                });
        assertThat(accounts.roles("anna", Set.of(), ADMIN).reasonOrDone()).contains("needs a role");
        assertThat(accounts.roles("root", Set.of(Role.VIEWER), ADMIN).reasonOrDone())
                .contains("last admin");
        assertThat(accounts.roles("nobody", Set.of(Role.VIEWER), ADMIN).reasonOrDone())
                .contains("no account 'nobody'");
        assertThat(accounts.roles("anna", Set.of(Role.ADMIN), StationAccountsTest.SETUP)
                        .isDone())
                .isFalse();
    }

    @Test
    void doorsHearAtOnceWhatAnAccountMayDoNow() {
        add("root", Role.ADMIN);
        add("anna", Role.OPERATOR);
        List<String> heard = new ArrayList<>();
        accounts.addListener((name, roles) -> heard.add(name + " " + roles));

        accounts.roles("anna", Set.of(Role.CASHIER), ADMIN);
        accounts.disable("anna", true, ADMIN);
        accounts.disable("anna", false, ADMIN);
        assertThat(heard).containsExactly("anna [CASHIER]", "anna []", "anna [CASHIER]");
    }

    // Whoever comes second has to see what the first did; a journal that takes its time gives both the occasion.
    @Test
    void ofTwoAdminsWhoCloseEachOtherAtOnceOneStays() {
        add("root", Role.ADMIN);
        add("anna", Role.ADMIN);
        CountDownLatch both = new CountDownLatch(2);
        var slow = new SlowJournal(journal, both);
        StationAccounts shared = started(slow);

        CompletableFuture<Outcome> first =
                CompletableFuture.supplyAsync(() -> shared.disable("anna", true, Actor.operator("root")), threads);
        CompletableFuture<Outcome> second = CompletableFuture.supplyAsync(
                () -> shared.roles("root", Set.of(Role.VIEWER), Actor.operator("anna")), threads);

        assertThat(List.of(first.join().isDone(), second.join().isDone())).containsOnlyOnce(true);
        assertThat(shared.accounts())
                .filteredOn(account -> account.roles().contains(Role.ADMIN) && !account.disabled())
                .hasSize(1);
    }

    private StationAccounts started(Journal facts) {
        VirtualTime time = new VirtualTime();
        return new StationAccounts(
                rows,
                facts,
                new LoginDelays(time),
                time,
                new Argon2.Cost(64, 1),
                home.resolve("setup-code"),
                Optional.empty(),
                line -> {});
    }

    private void add(String name, Role... roles) {
        assertThat(accounts.add(name, PASSWORD.toCharArray(), Set.of(roles), ADMIN)
                        .isDone())
                .isTrue();
    }

    private Login login(String name, String password, String origin) {
        return accounts.login(name, password.toCharArray(), origin);
    }

    /** Waits a while whether somebody else comes, too. */
    private record SlowJournal(Journal journal, CountDownLatch both) implements Journal {

        @Override
        public CompletionStage<List<Long>> append(List<Fact> facts, Effects effects) {
            both.countDown();
            try {
                both.await(300, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return journal.append(facts, effects);
        }

        @Override
        public List<Entry> read(long after, int limit) {
            return journal.read(after, limit);
        }

        @Override
        public long last() {
            return journal.last();
        }

        @Override
        public boolean accepting() {
            return journal.accepting();
        }
    }
}
