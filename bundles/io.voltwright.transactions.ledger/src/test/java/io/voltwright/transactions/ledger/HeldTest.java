package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.MemoryJournal;
import io.voltwright.security.api.Audit;
import io.voltwright.transactions.api.Priced;
import io.voltwright.transactions.api.Released;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a person can decide: it is held, and booked once that person released it. Prices are those of {@link LedgerTest}. */
class HeldTest {

    final SessionId session = SessionId.random();
    final MemoryJournal journal = new MemoryJournal();

    @TempDir
    Path folder;

    Books books;

    @BeforeEach
    void open() {
        books = new Books(folder, LedgerTest.TARIFFS);
        connect();
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    @DisplayName("R24: a register that cannot be believed is held, not billed")
    void anUnusableRegisterIsHeld() {
        books.happen(books.started(session, Biller.local(), "energy", 0), books.metered(session, 2_000));
        books.happen(books.stopped(session, 999_999, false));

        assertHeld("the meter cannot be believed");
        assertThat(books.find(session).energy()).isEqualTo(Energy.wattHours(2_000));
    }

    @Test
    @DisplayName("R24: a register that went back is held")
    void aRegisterThatWentBackIsHeld() {
        books.charge(session, Biller.local(), "energy", 5_000, 4_000, Duration.ofMinutes(1));

        assertHeld("the register went back from 5000 Wh to 4000 Wh");
    }

    @Test
    void aTariffThatNobodyKnowsIsHeld() {
        books.charge(session, Biller.local(), "gone", 0, 1_000, Duration.ofMinutes(1));

        assertHeld("there was no tariff 'gone' when it started");
        assertThat(books.priced.get(0).currency()).isEqualTo("XXX");
    }

    @Test
    @DisplayName("5a: a time price across boots with an unsynchronised clock is held")
    void timeAcrossARestartNeedsARightClock() {
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.happen(
                books.stopped(session, 1_000), otherBoot(Duration.ofMinutes(30), Moment.ClockState.UNSYNCHRONISED));

        assertHeld("time is priced across a restart, and the clock was not known to be right");
    }

    @Test
    void allThatIsInDoubtIsSaid() {
        books.happen(books.started(session, Biller.local(), "gone", 0));
        books.happen(books.stopped(session, 999_999, false));

        assertHeld("there was no tariff 'gone' when it started; the meter cannot be believed");
    }

    // 10 kWh at 0.40 are 4.00, and VAT 0.80.
    @Test
    void aSessionWithoutATariffIsBookedOnceTheTariffIsThere() {
        books.charge(session, Biller.local(), "gone", 0, 10_000, Duration.ofMinutes(30));
        assertThat(release().reasonOrDone()).contains("no tariff 'gone'");
        assertThat(journal.last()).isZero();

        addTariffGone();
        assertThat(release()).isEqualTo(Outcome.done());
        read();

        Transaction transaction = books.find(session);
        assertThat(transaction.state()).isEqualTo(State.PRICED);
        assertThat(transaction.heldBecause()).isEmpty();
        assertThat(transaction.cost().orElseThrow().gross().toString()).isEqualTo("4.80 EUR");
        assertThat(transaction.duration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(transaction.receiptNumber()).contains(1L);
        assertThat(books.priced)
                .containsExactly(
                        new Priced(session, true, true, "XXX", 0, 0, 10_000_000),
                        new Priced(session, true, false, "EUR", 480, 80, 10_000_000));
        assertThat(books.ledger.held(10)).isEmpty();
        assertThat(books.ledger.prove().faults()).isEmpty();
    }

    @Test
    void aSessionIsBookedOnceHoweverOftenItIsReleasedAndRead() {
        books.charge(session, Biller.local(), "energy", 5_000, 4_000, Duration.ofMinutes(1));
        assertThat(release("2").isDone()).isTrue();
        // Before the ledger has read it, somebody else decides otherwise.
        assertThat(release("9").reasonOrDone()).contains("released already, by operator:anna");
        List<Entry> entries = journal.read(0, 10);
        books.read(entries);
        books.commit(books.read(entries));
        books.commit(books.read(entries));
        books.restart();
        connect();
        books.commit(books.read(entries));

        assertThat(release("9").reasonOrDone()).contains("is PRICED");
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isEqualTo(1);
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.TX_LINE")).isEqualTo(1);
        // 2 kWh at 0.40 are 0.80, and VAT 0.16.
        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("0.96 EUR");
        assertThat(books.find(session).energy()).isEqualTo(Energy.wattHours(2_000));
        assertThat(books.ledger.prove().faults()).isEmpty();
    }

    // Two that read at the same moment: what the first committed keeps the second from booking it again.
    @Test
    void twoStepsThatBookTheSameReleaseBookItOnce() {
        books.charge(session, Biller.local(), "energy", 5_000, 4_000, Duration.ofMinutes(1));
        release("2");
        var first = books.read(journal.read(0, 10));
        var second = books.read(journal.read(0, 10));
        books.commit(first);
        books.commit(second);

        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isEqualTo(1);
        assertThat(books.ledger.prove().faults()).isEmpty();
    }

    // 2 kWh are what was believed last: 0.80, and VAT 0.16.
    @Test
    void withoutAnotherWordThatIsBilledWhichTheBooksHave() {
        books.happen(books.started(session, Biller.local(), "energy", 0), books.metered(session, 2_000));
        books.happen(books.stopped(session, 999_999, false));
        release();
        read();

        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("0.96 EUR");
        assertThat(books.find(session).stopRegister()).isEqualTo(Energy.wattHours(2_000));
    }

    // 1 kWh 0.40, 90 minutes 1.80, the start 0.50: 2.70 and VAT 0.54.
    @Test
    void aPersonSaysHowLongItWasWhereNoClockKnew() {
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.happen(
                books.stopped(session, 1_000), otherBoot(Duration.ofMinutes(-30), Moment.ClockState.UNSYNCHRONISED));
        release(Optional.empty(), Optional.of(Duration.ofMinutes(90)));
        read();

        assertThat(books.find(session).duration()).isEqualTo(Duration.ofMinutes(90));
        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("3.24 EUR");
    }

    @Test
    void aTariffThatComesLateAndPricesTimeNeedsATimeThatSomebodyKnows() {
        books.happen(books.started(session, Biller.local(), "gone", 0));
        books.happen(
                books.stopped(session, 1_000), otherBoot(Duration.ofMinutes(30), Moment.ClockState.UNSYNCHRONISED));
        books.write(LedgerTest.TARIFFS.replace("  all:", "  gone:"));
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();

        assertThat(release().reasonOrDone()).contains("time is priced across a restart", "--time");
        assertThat(release(Optional.empty(), Optional.of(Duration.ofMinutes(30)))
                        .isDone())
                .isTrue();
    }

    @Test
    @DisplayName("one biller: what a back end bills is released for information, never booked")
    void whatABackEndBillsIsReleasedButNotBooked() {
        books.charge(session, Biller.backend("acme"), "energy", 5_000, 4_000, Duration.ofMinutes(1));
        release("2");
        read();

        assertThat(books.find(session).state()).isEqualTo(State.PRICED);
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isZero();
        assertThat(books.priced.get(1)).isEqualTo(new Priced(session, false, false, "EUR", 96, 16, 2_000_000));
    }

    @Test
    void onlyWhatIsHeldIsReleased() {
        assertThat(release().reasonOrDone()).contains("there is no transaction");
        books.happen(books.started(session, Biller.local(), "energy", 0));
        assertThat(release().reasonOrDone()).contains("is RUNNING");
        books.happen(books.stopped(session, 10_000));
        assertThat(release().reasonOrDone()).contains("is PRICED");
        assertThat(journal.last()).isZero();
    }

    @Test
    void whileTheJournalRefusesNothingIsReleased() {
        books.charge(session, Biller.local(), "energy", 5_000, 4_000, Duration.ofMinutes(1));
        journal.accept(false);
        assertThat(release().reasonOrDone()).contains("nothing was changed");
        books.ledger.journal = null;
        assertThat(release().reasonOrDone()).contains("the journal is not running");
        assertThat(books.find(session).state()).isEqualTo(State.HELD);
    }

    @Test
    void whoReleasedWhatAndWhyIsKept() {
        List<Audit.Event> audited = new ArrayList<>();
        books.ledger.audit = event -> {
            audited.add(event);
            return CompletableFuture.completedFuture(null);
        };
        books.charge(session, Biller.local(), "gone", 0, 10_000, Duration.ofMinutes(30));
        release();
        addTariffGone();
        release();

        audited.removeIf(event -> event.kind() == Audit.Kind.CONFIGURATION);
        assertThat(audited).allSatisfy(event -> {
            assertThat(event.actor()).isEqualTo(Actor.operator("anna"));
            assertThat(event.object()).isEqualTo(session.value());
        });
        assertThat(audited).extracting(Audit.Event::refused).containsExactly(true, false);
        assertThat(audited.get(audited.size() - 1).detail()).isEqualTo("held session released: read at the pile");
        assertThat(journal.facts("transactions.Released")).singleElement().satisfies(fact -> {
            assertThat(fact.subject()).isEqualTo(session.value());
            assertThat(Released.decode(fact)).hasValueSatisfying(released -> {
                assertThat(released.by()).isEqualTo("operator:anna");
                assertThat(released.reason()).isEqualTo("read at the pile");
                assertThat(released.heldBecause()).isEqualTo("there was no tariff 'gone' when it started");
            });
        });
    }

    private void addTariffGone() {
        books.write(LedgerTest.TARIFFS.replace("  energy:", "  gone:"));
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();
    }

    private void connect() {
        books.ledger.journal = journal;
    }

    private Outcome release() {
        return release(Optional.empty(), Optional.empty());
    }

    private Outcome release(String energy) {
        return release(Optional.of(Energy.parse(energy)), Optional.empty());
    }

    private Outcome release(Optional<Energy> energy, Optional<Duration> duration) {
        return books.ledger.release(
                session, new Releases.Decision(energy, duration, "read at the pile"), Actor.operator("anna"));
    }

    private void read() {
        books.commit(books.read(journal.read(0, 10)));
    }

    private Moment otherBoot(Duration later, Moment.ClockState clock) {
        return new Moment(books.time.instant().plus(later), UUID.randomUUID(), Duration.ofMinutes(1), clock);
    }

    private void assertHeld(String why) {
        assertThat(books.find(session).state()).isEqualTo(State.HELD);
        assertThat(books.find(session).heldBecause()).contains(why);
        assertThat(books.priced).hasSize(1);
        assertThat(books.priced.get(0).held()).isTrue();
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isZero();
    }
}
