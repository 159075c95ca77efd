package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.journal.api.Entry;
import io.voltwright.transactions.api.Priced;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transaction.State;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amounts are worked out by hand: 0.40/kWh, 1.20/h and 0.50 at the start, VAT 20 % and for {@code energy} none of the last two. */
class LedgerTest {

    static final String TARIFFS =
            """
            currency: EUR
            tariffs:
              all: {energy: 0.40, time: 1.20, start: 0.50, vat: 20 %}
              energy: {energy: 0.40, vat: 20 %}
            """;

    final SessionId session = SessionId.random();

    @TempDir
    Path folder;

    Books books;

    @BeforeEach
    void open() {
        books = new Books(folder, TARIFFS);
    }

    @AfterEach
    void close() {
        books.close();
    }

    // 10 kWh are 4.00, half an hour 0.60, the start 0.50: 5.10 and VAT 1.02.
    @Test
    void aLocalSessionIsPricedBookedAndGetsAReceiptNumber() {
        books.charge(session, Biller.local(), "all", 1_000, 11_000, Duration.ofMinutes(30));

        Transaction transaction = books.find(session);
        assertThat(transaction.state()).isEqualTo(State.PRICED);
        assertThat(transaction.energy()).isEqualTo(Energy.wattHours(10_000));
        assertThat(transaction.duration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(transaction.cost().orElseThrow().net().toString()).isEqualTo("5.10 EUR");
        assertThat(transaction.cost().orElseThrow().gross().toString()).isEqualTo("6.12 EUR");
        assertThat(transaction.receiptNumber()).contains(1L);
        assertThat(books.priced).containsExactly(new Priced(session, true, false, "EUR", 612, 102, 10_000_000));
        assertThat(books.number("SELECT SUM(AMOUNT) FROM TRANSACTIONS.POSTING")).isZero();
        assertThat(books.number("SELECT AMOUNT FROM TRANSACTIONS.POSTING WHERE ACCOUNT = 'receivable'"))
                .isEqualTo(612);
        assertThat(books.number("SELECT AMOUNT FROM TRANSACTIONS.POSTING WHERE ACCOUNT = 'vat:20'"))
                .isEqualTo(-102);
    }

    // 5 kWh are 2.00, a quarter of an hour 0.30, the start 0.50: 2.80 and VAT 0.56.
    @Test
    void whatItCostsSoFarIsKnownWhileItRuns() {
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.time.pass(Duration.ofMinutes(15));
        books.happen(books.metered(session, 5_000));

        assertThat(books.ledger.costSoFar(session).orElseThrow().toString()).isEqualTo("3.36 EUR");
        assertThat(books.find(session).state()).isEqualTo(State.RUNNING);
        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("3.36 EUR");

        books.time.pass(Duration.ofHours(1));
        assertThat(books.ledger.costSoFar(session).orElseThrow().toString()).isEqualTo("4.80 EUR");

        books.happen(books.stopped(session, 5_000));
        assertThat(books.ledger.costSoFar(session)).isEmpty();
    }

    // 7 kWh are 2.80, a quarter of an hour 0.30, the start 0.50: 3.60 and VAT 0.72.
    @Test
    void whatItCostsIsKnownForARegisterAheadOfTheSamplesAndAfterASwap() {
        assertThat(books.ledger.cost(session, Energy.wattHours(7_000))).isEmpty();
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.time.pass(Duration.ofMinutes(15));
        books.happen(books.metered(session, 5_000));

        assertThat(books.ledger
                        .cost(session, Energy.wattHours(7_000))
                        .orElseThrow()
                        .toString())
                .isEqualTo("4.32 EUR");
        books.write("tariffs: {}");
        books.restart();
        assertThat(books.ledger
                        .cost(session, Energy.wattHours(7_000))
                        .orElseThrow()
                        .toString())
                .isEqualTo("4.32 EUR");
        assertThat(books.ledger
                        .cost(session, Energy.wattHours(-1))
                        .orElseThrow()
                        .toString())
                .isEqualTo("0.96 EUR");

        books.happen(books.stopped(session, 7_000));
        assertThat(books.ledger.cost(session, Energy.wattHours(7_000))).isEmpty();
    }

    @Test
    void whatNobodyKnowsThePriceOfHasNoCostAndWhatIsFreeCostsNothing() {
        books.happen(books.started(session, Biller.local(), "gone", 0));
        assertThat(books.ledger.cost(session, Energy.wattHours(7_000))).isEmpty();
        SessionId free = SessionId.random();
        books.happen(books.started(free, Biller.free(), "all", 0));
        assertThat(books.ledger
                        .cost(free, Energy.wattHours(7_000))
                        .orElseThrow()
                        .minorUnits())
                .isZero();
    }

    @Test
    @DisplayName("one biller: what a back end bills is priced for information, never booked or receipted")
    void whatABackEndBillsIsPricedForInformationOnly() {
        books.charge(session, Biller.backend("acme"), "energy", 0, 10_000, Duration.ofMinutes(30));

        assertThat(books.priced).containsExactly(new Priced(session, false, false, "EUR", 480, 80, 10_000_000));
        assertThat(books.find(session).receiptNumber()).isEmpty();
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isZero();
    }

    @Test
    void aFreeSessionCostsNothing() {
        books.charge(session, Biller.free(), "all", 0, 10_000, Duration.ofMinutes(30));

        assertThat(books.priced).containsExactly(new Priced(session, false, false, "EUR", 0, 0, 10_000_000));
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isZero();
    }

    @Test
    void receiptNumbersHaveNoGapsWhateverEndsBetween() {
        for (int i = 0; i < 5; i++) {
            books.charge(SessionId.random(), Biller.local(), "energy", 0, 1_000, Duration.ofMinutes(1));
            books.charge(SessionId.random(), Biller.backend("acme"), "energy", 0, 1_000, Duration.ofMinutes(1));
            books.charge(SessionId.random(), Biller.local(), "gone", 0, 1_000, Duration.ofMinutes(1));
        }

        assertThat(books.number("SELECT COUNT(RECEIPT_NUMBER) FROM TRANSACTIONS.TX"))
                .isEqualTo(5);
        assertThat(books.number("SELECT MAX(RECEIPT_NUMBER) FROM TRANSACTIONS.TX"))
                .isEqualTo(5);
        assertThat(books.ledger.prove().faults()).isEmpty();
    }

    // An hour by the clock, though the new boot is only a minute old: 0.40 + 1.20 + 0.50 = 2.10 and VAT 0.42.
    @Test
    void timeAcrossARestartIsTakenFromARightClock() {
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.happen(books.stopped(session, 1_000), otherBoot(Duration.ofHours(1), Moment.ClockState.SYNCHRONISED));

        assertThat(books.find(session).duration()).isEqualTo(Duration.ofHours(1));
        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("2.52 EUR");
    }

    @Test
    void energyAcrossARestartNeedsNoClock() {
        books.happen(books.started(session, Biller.local(), "energy", 0));
        books.happen(
                books.stopped(session, 1_000), otherBoot(Duration.ofMinutes(30), Moment.ClockState.UNSYNCHRONISED));

        assertThat(books.find(session).state()).isEqualTo(State.PRICED);
    }

    // Inside one boot the stopwatch counts, whatever happens to the clock.
    @Test
    void aClockThatJumpsDoesNotChangeTheTime() {
        books.happen(books.started(session, Biller.local(), "all", 0));
        books.time.pass(Duration.ofMinutes(30));
        books.time.jumpClock(Duration.ofHours(-5));
        books.happen(books.stopped(session, 0));

        assertThat(books.find(session).duration()).isEqualTo(Duration.ofMinutes(30));
        assertThat(books.find(session).cost().orElseThrow().net().toString()).isEqualTo("1.10 EUR");
    }

    @Test
    void aNewBundleGoesOnWithTheSessionsOfTheOld() {
        books.happen(books.started(session, Biller.local(), "all", 0), books.metered(session, 4_000));
        books.restart();
        assertThat(books.ledger.costSoFar(session).orElseThrow().toString()).isEqualTo("2.52 EUR");

        books.time.pass(Duration.ofMinutes(30));
        books.happen(books.resumed(session, 6_000));
        books.happen(books.stopped(session, 10_000));

        assertThat(books.find(session).cost().orElseThrow().gross().toString()).isEqualTo("6.12 EUR");
    }

    @Test
    void aStepThatWasNotCommittedIsRepeatedWithTheSameEffect() {
        List<Entry> batch = List.of(
                books.entry(books.started(session, Biller.local(), "energy", 0), books.time.moment()),
                books.entry(books.metered(session, 5_000), books.time.moment()),
                books.entry(books.stopped(session, 10_000), books.time.moment()));
        books.read(batch);
        books.read(batch.subList(0, 2));
        books.commit(books.read(batch));

        assertThat(books.find(session).cost().orElseThrow().net().toString()).isEqualTo("4.00 EUR");
        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isEqualTo(1);
    }

    @Test
    void factsThatComeAgainAfterACommitChangeNothing() {
        List<Entry> batch = List.of(
                books.entry(books.started(session, Biller.local(), "energy", 0), books.time.moment()),
                books.entry(books.stopped(session, 10_000), books.time.moment()));
        books.commit(books.read(batch));
        books.restart();
        books.commit(books.read(batch));

        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.ENTRY")).isEqualTo(1);
        assertThat(books.priced).hasSize(1);
    }

    @Test
    void factsLedgerAndProjectionAgreeOnEveryCent() {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        var random = new Random(seed);
        int runs = (int) Math.max(3, 1_000 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));
        for (int run = 0; run < runs; run++) {
            Biller biller = List.of(Biller.local(), Biller.backend("acme"), Biller.free())
                    .get(random.nextInt(3));
            String tariff = List.of("all", "energy", "gone").get(random.nextInt(3));
            books.charge(
                    SessionId.random(),
                    biller,
                    tariff,
                    1_000,
                    900 + random.nextInt(50_000),
                    Duration.ofSeconds(random.nextInt(10_000)));
        }
        long facts = books.priced.stream()
                .filter(fact -> fact.billed() && !fact.held())
                .mapToLong(Priced::grossMinor)
                .sum();

        assertThat(books.number(
                        "SELECT COALESCE(SUM(AMOUNT), 0) FROM TRANSACTIONS.POSTING WHERE ACCOUNT = 'receivable'"))
                .as("seed " + seed)
                .isEqualTo(facts)
                .isEqualTo(
                        books.number(
                                "SELECT COALESCE(SUM(GROSS), 0) FROM TRANSACTIONS.TX WHERE BILLER = 'local' AND STATE = 'PRICED'"));
        assertThat(books.ledger.prove().faults()).as("seed " + seed).isEmpty();
    }

    @Test
    void aPeriodHasWhatStartedInItOldestFirst() {
        Instant start = books.time.instant();
        SessionId second = SessionId.random();
        books.charge(session, Biller.local(), "energy", 0, 1_000, Duration.ofMinutes(10));
        books.charge(second, Biller.local(), "energy", 0, 1_000, Duration.ofMinutes(10));

        assertThat(books.ledger.between(start, Instant.MAX, 10))
                .extracting(Transaction::session)
                .containsExactly(session, second);
        assertThat(books.ledger.between(start, start.plus(Duration.ofMinutes(10)), 10))
                .extracting(Transaction::session)
                .containsExactly(session);
        assertThat(books.ledger.latest(1)).extracting(Transaction::session).containsExactly(second);
    }

    private Moment otherBoot(Duration later, Moment.ClockState clock) {
        return new Moment(books.time.instant().plus(later), UUID.randomUUID(), Duration.ofMinutes(1), clock);
    }
}
