package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Moment;
import io.voltwright.base.api.SessionId;
import io.voltwright.security.api.Audit;
import io.voltwright.users.api.Biller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tariffs change while sessions run: each keeps the one of its start, and each change is told. */
class TariffChangeTest {

    final SessionId session = SessionId.random();

    @TempDir
    Path folder;

    Books books;

    @BeforeEach
    void open() {
        books = new Books(folder, LedgerTest.TARIFFS);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void eachChangeOfATariffIsAuditedWithOldAndNewAlsoWhereTheAuditWasAway() {
        List<Audit.Event> audited = new ArrayList<>();
        books.write(LedgerTest.TARIFFS
                .replace("energy: {energy: 0.40", "energy: {energy: 0.45")
                .replace("  all:", "  every:"));
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();
        books.ledger.audit = event -> {
            audited.add(event);
            return CompletableFuture.completedFuture(null);
        };
        books.ledger.lookAtTariffs();

        assertThat(audited).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo(Audit.Kind.CONFIGURATION);
            assertThat(event.actor()).isEqualTo(Actor.station("tariff-file"));
        });
        assertThat(audited)
                .extracting(event -> event.object() + ": " + event.detail().replaceAll("form [0-9a-f]{12}", "form"))
                .contains(
                        "energy: none -> EUR ENERGY 0.40 (20 %), form",
                        "energy: EUR ENERGY 0.40 (20 %), form -> EUR ENERGY 0.45 (20 %), form",
                        "all: EUR ENERGY 0.40 (20 %), TIME 1.20 (20 %), FLAT 0.50 (20 %), form -> withdrawn",
                        "every: none -> EUR ENERGY 0.40 (20 %), TIME 1.20 (20 %), FLAT 0.50 (20 %), form");

        audited.clear();
        books.write("tariffs: {energy: {energy: cheap}}");
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.refused()).isTrue();
            assertThat(event.detail()).contains("tariffs.yaml:1", "cheap");
        });
    }

    @Test
    @DisplayName("rule 7: the tariff is frozen when the session starts")
    void aTariffThatChangesMeanwhileDoesNotChangeTheSession() {
        books.happen(books.started(session, Biller.local(), "energy", 0));
        changeTariffs("energy: 0.40, vat", "energy: 0.99, vat");
        books.happen(books.stopped(session, 10_000));
        SessionId next = SessionId.random();
        books.charge(next, Biller.local(), "energy", 0, 10_000, Duration.ofMinutes(1));

        assertThat(books.find(session).cost().orElseThrow().net().toString()).isEqualTo("4.00 EUR");
        assertThat(books.find(next).cost().orElseThrow().net().toString()).isEqualTo("9.90 EUR");
        assertThat(books.find(session).tariffVersion())
                .isNotEqualTo(books.find(next).tariffVersion());
    }

    @Test
    void aStartThatIsReadLateKeepsTheTariffOfItsTime() {
        Moment start = books.time.moment();
        books.time.pass(Duration.ofMinutes(5));
        changeTariffs("energy: 0.40, vat", "energy: 0.99, vat");
        books.happen(books.started(session, Biller.local(), "energy", 0), start);
        books.happen(books.stopped(session, 10_000));

        assertThat(books.find(session).cost().orElseThrow().net().toString()).isEqualTo("4.00 EUR");
    }

    @Test
    void tariffsThatAreRefusedLeaveThoseInForceAlsoOverARestart() {
        changeTariffs("vat: 20 %", "vat: much");
        books.restart();

        assertThat(books.ledger.tariffs()).hasSize(2);
        assertThat(books.ledger.tariffsRefused().orElseThrow()).contains("tariffs.yaml:3: vat 'much'");
    }

    @Test
    void tariffsThatAreStillBeingWrittenAreNotRead() {
        books.write(LedgerTest.TARIFFS.substring(0, LedgerTest.TARIFFS.indexOf("  energy:")));
        books.ledger.lookAtTariffs();
        books.write(LedgerTest.TARIFFS);
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();

        assertThat(books.number("SELECT COUNT(*) FROM TRANSACTIONS.TARIFF")).isEqualTo(2);
    }

    private void changeTariffs(String from, String to) {
        books.time.pass(Duration.ofSeconds(1));
        books.write(LedgerTest.TARIFFS.replace(from, to));
        books.ledger.lookAtTariffs();
        books.ledger.lookAtTariffs();
    }
}
