package io.voltwright.security.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.security.api.Audit.Event;
import io.voltwright.security.api.Audit.Kind;
import io.voltwright.store.derby.TestStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatchTest {

    static final String ATTACKER = "192.0.2.17";

    final VirtualTime time = new VirtualTime();
    static final TestStore STORE = TestStore.inMemory();
    static final DataSource ROWS = STORE.schema("security", Watch.class);

    final DataSource rows = ROWS;
    MemoryJournal journal;
    Watch watch;

    @BeforeEach
    void start() throws SQLException {
        try (Connection connection = rows.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.executeUpdate("DELETE FROM SECURITY.BAN");
        }
        journal = new MemoryJournal(rows);
        watch = started(Set.of());
    }

    @AfterEach
    void stop() {
        watch.stop();
    }

    @AfterAll
    static void closeStore() {
        STORE.close();
    }

    @Test
    void aPeerWithinItsBudgetIsAdmittedAndOneBeyondIsNot() throws UnknownHostException {
        for (int i = 0; i < 5; i++) {
            assertThat(admits("ssh", ATTACKER)).isTrue();
        }
        assertThat(admits("ssh", ATTACKER)).isFalse();
        assertThat(admits("http", ATTACKER))
                .describedAs("each listener has its own")
                .isTrue();
        assertThat(admits("ssh", "192.0.2.18"))
                .describedAs("each peer has its own")
                .isTrue();

        time.pass(Duration.ofSeconds(6));
        assertThat(admits("ssh", ATTACKER)).describedAs("10 a minute come back").isTrue();
        assertThat(admits("ssh", ATTACKER)).isFalse();
    }

    @Test
    @DisplayName("abuse case 2: guessing passwords is an attack: fact, alarm and a ban at every listener")
    void guessingPasswordsIsAnAttack() throws UnknownHostException {
        refuse(ATTACKER, 4);
        assertThat(admits("http", ATTACKER)).isTrue();
        refuse(ATTACKER, 1);

        for (String listener : new String[] {"ssh", "http", "opcua", "new"}) {
            assertThat(admits(listener, ATTACKER)).describedAs(listener).isFalse();
        }
        assertThat(admits("ssh", "192.0.2.18")).isTrue();
        assertThat(journal.facts(SecurityFacts.ATTACK)).singleElement().satisfies(fact -> {
            assertThat(fact.payload().text("address")).isEqualTo(ATTACKER);
            assertThat(fact.payload().number("failures")).isEqualTo(5);
        });
        assertThat(journal.facts(SecurityFacts.RAISED)).hasSize(1);
        assertThat(journal.facts(SecurityFacts.AUDITED)).hasSize(6);
    }

    @Test
    void refusedLoginsSpreadOverTimeAreNoAttack() {
        for (int i = 0; i < 20; i++) {
            refuse(ATTACKER, 1);
            time.pass(Duration.ofSeconds(80));
        }

        assertThat(watch.bans()).isEmpty();
    }

    @Test
    void aBanEndsClearsItsAlarmAndTheNextIsTwiceAsLong() throws UnknownHostException {
        refuse(ATTACKER, 5);
        time.pass(Duration.ofMinutes(10));
        assertThat(admits("ssh", ATTACKER)).isTrue();
        assertThat(journal.facts(SecurityFacts.CLEARED)).hasSize(1);

        refuse(ATTACKER, 5);
        time.pass(Duration.ofMinutes(19));
        assertThat(admits("ssh", ATTACKER)).isFalse();
        time.pass(Duration.ofMinutes(1));
        assertThat(admits("ssh", ATTACKER)).isTrue();
        assertThat(journal.facts(SecurityFacts.CLEARED)).hasSize(2);
    }

    @Test
    void aClockThatJumpsFreesNobody() throws UnknownHostException {
        refuse(ATTACKER, 5);
        time.jumpClock(Duration.ofDays(3650));

        assertThat(admits("ssh", ATTACKER)).isFalse();
    }

    @Test
    void aBanOutlivesARestart() throws UnknownHostException {
        refuse(ATTACKER, 5);
        watch.stop();
        watch = started(Set.of());
        watch.restore(rows);
        time.settle();

        assertThat(admits("ssh", ATTACKER)).isFalse();
        time.pass(Duration.ofMinutes(10));
        assertThat(admits("ssh", ATTACKER)).isTrue();
        assertThat(journal.facts(SecurityFacts.CLEARED)).hasSize(1);
    }

    @Test
    void anOperatorLetsAnAddressComeBack() throws UnknownHostException {
        refuse(ATTACKER, 5);

        assertThat(watch.unban("192.0.2.99", Actor.operator("root")).isDone()).isFalse();
        assertThat(watch.unban("no address", Actor.operator("root")).isDone()).isFalse();
        assertThat(watch.unban(ATTACKER, Actor.operator("root")).isDone()).isTrue();
        time.settle();
        assertThat(admits("ssh", ATTACKER)).isTrue();
        Watch next = started(Set.of());
        next.restore(rows);
        time.settle();
        assertThat(next.bans()).isEmpty();
    }

    @Test
    @DisplayName("whoever is unbanned starts afresh: what slows its logins down is told, under each of its addresses")
    void anUnbannedPeerStartsAfresh() {
        List<Predicate<String>> told = new ArrayList<>();
        watch.addListener(told::add);
        refuse("2001:db8:1:2::7", 5);
        watch.unban("2001:db8:1:9::7", Actor.operator("root"));
        assertThat(told).isEmpty();

        watch.unban("2001:db8:1:2::7", Actor.operator("root"));
        assertThat(told).singleElement().satisfies(isPeer -> assertThat(isPeer)
                .accepts("2001:db8:1:2::7", "2001:db8:1:2::8")
                .rejects("2001:db8:1:9::7", ATTACKER, "local"));
    }

    @Test
    void aTrustedProxyIsNeverBanned() throws UnknownHostException {
        watch.stop();
        watch = started(Set.of("127.0.0.1"));
        refuse("127.0.0.1", 50);

        assertThat(admits("http", "127.0.0.1")).isTrue();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOnePeer() throws UnknownHostException {
        for (int i = 0; i < 5; i++) {
            refuse("2001:db8:1:2::" + (i + 1), 1);
        }

        assertThat(admits("ssh", "2001:db8:1:2:ffff::9")).isFalse();
        assertThat(admits("ssh", "2001:db8:1:3::1")).isTrue();
    }

    @Test
    void whatIsAuditedWhileTheJournalIsAwayIsWrittenInOrderWhenItReturns() {
        watch.journal(null);
        for (int i = 0; i < 100; i++) {
            record("event " + i);
        }
        time.settle();
        assertThat(audited()).isZero();

        watch.journal(journal);
        time.pass(Duration.ofSeconds(1));
        assertThat(journal.facts(SecurityFacts.AUDITED))
                .extracting(fact -> fact.payload().text("detail"))
                .endsWith("event 98", "event 99")
                .hasSize(101);
        assertThat(watch.lost()).isZero();
    }

    @Test
    void aJournalThatRefusesGetsTheFactsLaterAndOnce() {
        journal.accept(false);
        record("one");
        time.pass(Duration.ofSeconds(5));
        journal.accept(true);
        time.pass(Duration.ofSeconds(1));

        assertThat(journal.facts(fact ->
                        fact.payload().findText("detail").filter("one"::equals).isPresent()))
                .hasSize(1);
    }

    @Test
    @DisplayName("the audit buffer is bounded, and what is lost is counted and told")
    void whatIsLostIsCountedAndTold() {
        watch.journal(null);
        time.settle();
        for (int i = 0; i < 2100; i++) {
            record("event " + i);
        }
        time.settle();
        assertThat(watch.lost()).isEqualTo(100);

        watch.journal(journal);
        time.pass(Duration.ofSeconds(1));
        assertThat(journal.facts("security.AuditGap"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.payload().number("lost")).isEqualTo(100));
    }

    @Test
    @DisplayName("abuse case 24: control characters and escapes stay one readable line")
    void controlCharactersStayOneLine() {
        record("a\r\nb \u001b[31m ${jndi:ldap://x} \u202e");
        time.settle();

        Fact last = journal.facts(SecurityFacts.AUDITED).get(1);
        assertThat(last.payload().text("detail")).isEqualTo("a\\u000d\\u000ab \\u001b[31m ${jndi:ldap://x} \\u202e");
    }

    @Test
    @DisplayName("abuse case 36: a flood at the door is told in sum, once a minute")
    void aFloodIsToldInSum() throws UnknownHostException {
        for (int i = 0; i < 5000; i++) {
            admits("ssh", ATTACKER);
        }
        time.pass(Duration.ofMinutes(1));

        assertThat(journal.facts(fact -> fact.payload()
                        .findText("kind")
                        .filter(Kind.ADMISSION_REFUSED.name()::equals)
                        .isPresent()))
                .singleElement()
                .satisfies(fact -> assertThat(fact.payload().text("detail")).startsWith("4995 times"));
    }

    Watch started(Set<String> neverBanned) {
        Watch started = new Watch(
                new Watch.Settings(
                        Map.of("ssh", new Budgets.Budget(5, 10)),
                        5,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(10),
                        neverBanned),
                time,
                time);
        started.journal(journal);
        started.start();
        time.settle();
        return started;
    }

    int audited() {
        return journal.facts(fact -> fact.payload()
                        .findText("detail")
                        .filter(text -> text.startsWith("event"))
                        .isPresent())
                .size();
    }

    void record(String detail) {
        watch.record(new Event(Kind.COMMAND, Actor.operator("root"), "local", "x", detail, false));
    }

    void refuse(String origin, int times) {
        for (int i = 0; i < times; i++) {
            watch.record(new Event(Kind.LOGIN_REFUSED, Actor.operator("root"), origin, "root", "wrong", true));
        }
        time.settle();
    }

    boolean admits(String listener, String address) throws UnknownHostException {
        return watch.admits(listener, InetAddress.getByName(address));
    }
}
