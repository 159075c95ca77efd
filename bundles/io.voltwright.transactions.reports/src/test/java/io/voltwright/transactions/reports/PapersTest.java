package io.voltwright.transactions.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voltwright.base.api.Current;
import io.voltwright.base.api.SessionId;
import io.voltwright.base.api.Voltage;
import io.voltwright.site.api.Node;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteSource;
import io.voltwright.transactions.ledger.Books;
import io.voltwright.users.api.Biller;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PapersTest {

    static final SessionId SESSION = new SessionId("7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final String TARIFFS =
            """
            currency: EUR
            tariffs:
              day: {energy: 0.49, time: 0.60, start: {price: 0.35, vat: 7 %}, vat: 19 %}
            """;

    @TempDir
    Path folder;

    Books books;
    Papers papers;

    @BeforeEach
    void open() {
        books = new Books(folder, TARIFFS);
        papers = new Papers(books.transactions());
        papers.site = new YardSource();
    }

    @AfterEach
    void close() {
        books.close();
    }

    // 7.433 kWh at 0.49 are 3.64217, 1:12:33 h at 0.60 are 0.7255: 4.36767 at 19 %, so 4.37 and 0.83; 0.35 at 7 %, so
    // 0.02.
    @Test
    void aReceiptSaysEverythingThatMadeTheAmount() {
        charge(SESSION, Biller.local(), 1_234_567, 1_242_000, Duration.ofSeconds(4_353));

        String version = books.transactions().find(SESSION).orElseThrow().tariffVersion();
        assertThat(papers.receiptText(SESSION).orElseThrow())
                .isEqualTo(
                        """
                        ================================================================
                                                      Yard
                                                    RECEIPT
                        ================================================================
                        Receipt number                                                 1
                        Date                                  2026-03-02 10:12:33 +01:00
                        Billed by                                              this site
                        Session                     7d2f4c1e-0b7a-4a35-9d41-0f6f2d9b3c11
                        Charging point                                              left
                        Token                                                        t-1
                        ----------------------------------------------------------------
                        Started                               2026-03-02 09:00:00 +01:00
                        Stopped                               2026-03-02 10:12:33 +01:00
                        Duration (h:mm:ss)                                       1:12:33
                        Meter at start                                      1234.567 kWh
                        Meter at end                                        1242.000 kWh
                        Energy                                                 7.433 kWh
                        ----------------------------------------------------------------
                        Tariff day                                          %s
                        Energy 7.433 kWh x 0.49                                   3.6422
                        Time 1:12:33 h x 0.60                                     0.7255
                        Start 1 x 0.35                                            0.3500
                        ----------------------------------------------------------------
                        Net at 19 %% VAT                                         4.37 EUR
                        VAT 19 %%                                                0.83 EUR
                        Net at 7 %% VAT                                          0.35 EUR
                        VAT 7 %%                                                 0.02 EUR
                        TOTAL                                                   5.57 EUR
                        ================================================================
                        Prices without VAT. Rounded half up, once per VAT rate; the
                        VAT is taken of the rounded net.
                        """
                                .formatted(version.substring(0, 12)));
    }

    @Test
    void aReceiptForProgramsHasTheSameAmountsAsTexts() throws IOException {
        charge(SESSION, Biller.local(), 1_234_567, 1_242_000, Duration.ofSeconds(4_353));

        JsonNode json = new ObjectMapper().readTree(papers.receiptJson(SESSION).orElseThrow());
        assertThat(json.path("kind").asText()).isEqualTo("receipt");
        assertThat(json.path("number").asLong()).isEqualTo(1);
        assertThat(json.path("started").asText()).isEqualTo("2026-03-02T09:00:00+01:00");
        assertThat(json.path("energyKwh").asText()).isEqualTo("7.433");
        assertThat(json.path("gross").asText()).isEqualTo("5.57");
        assertThat(json.path("vat").asText()).isEqualTo("0.85");
        assertThat(json.path("taxes")).hasSize(2);
        assertThat(json.path("lines").path(0).path("net").asText()).isEqualTo("3.64217");
    }

    @Test
    void whatABackEndBillsIsARecordAndNoReceipt() {
        charge(SESSION, Biller.backend("acme"), 0, 10_000, Duration.ofMinutes(1));

        assertThat(papers.receiptText(SESSION).orElseThrow())
                .contains("CHARGING RECORD - NOT A RECEIPT")
                .contains("Billed by                                                   acme")
                .contains("Amounts are for information; acme bills.")
                .doesNotContain("Receipt number");
    }

    @Test
    void whatIsHeldSaysWhy() {
        books.happen(books.started(SESSION, Biller.local(), "night", 0), books.stopped(SESSION, 1_000));

        assertThat(papers.receiptText(SESSION).orElseThrow())
                .contains("UNDER REVIEW - NOT A RECEIPT")
                .contains("there was no tariff 'night' when it started");
    }

    @Test
    void noLineIsLongerThanThePaper() {
        charge(
                SESSION,
                Biller.backend("a-back-end-with-a-name-that-is-far-longer-than-any-paper-is-wide"),
                0,
                1,
                Duration.ofMinutes(1));

        assertThat(papers.receiptText(SESSION).orElseThrow().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(64));
    }

    @Test
    void aSessionThatRunsHasNoReceipt() {
        books.happen(books.started(SESSION, Biller.local(), "day", 0));

        assertThat(papers.receiptText(SESSION)).isEmpty();
        assertThat(papers.receiptJson(SessionId.random())).isEmpty();
    }

    // 0.49 + 0.01 of a minute are 0.50 at 19 %: 0.10; 0.35 at 7 %: 0.02.
    @Test
    void aReportIsCsvAsRfc4180() throws IOException {
        charge(SESSION, Biller.local(), 0, 1_000, Duration.ofMinutes(1));
        var out = new StringWriter();

        assertThat(papers.csv(Instant.EPOCH, Instant.MAX, out)).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo(
                        "session,evse,token,biller,state,tariff,started,stopped,seconds,start_kwh,stop_kwh,energy_kwh,"
                                + "stop_reason,receipt,currency,net,vat,gross\r\n"
                                + SESSION
                                + ",left,t-1,local,PRICED,day,2026-03-02T09:00:00+01:00,2026-03-02T09:01:00+01:00,60,"
                                + "0.000,1.000,1.000,LOCAL,1,EUR,0.85,0.12,0.97\r\n");
    }

    @Test
    void aCellNeverBecomesAFormula() {
        assertThat(List.of("=1+1", "+1", "-1", "@a", "\ta", "plain", ""))
                .map(CsvReport::harmless)
                .containsExactly("'=1+1", "'+1", "'-1", "'@a", "'\ta", "plain", "");
    }

    @Test
    void aReportTotalsWhatTheLedgerTotals() throws IOException {
        long seed = Long.getLong("voltwright.seed", System.nanoTime());
        var random = new Random(seed);
        int runs = (int) Math.max(3, 300 * Double.parseDouble(System.getProperty("voltwright.scale", "0.1")));
        for (int run = 0; run < runs; run++) {
            Biller biller = random.nextBoolean() ? Biller.local() : Biller.backend("acme");
            charge(SessionId.random(), biller, 0, random.nextInt(60_000), Duration.ofSeconds(random.nextInt(9_000)));
        }
        Totals totals = papers.report(Instant.EPOCH, Instant.MAX, new StringWriter());
        long local = totals.sums().stream()
                .filter(sum -> sum.biller().equals("local"))
                .mapToLong(Totals.Sum::gross)
                .sum();

        assertThat(totals.count()).as("seed " + seed).isEqualTo(runs);
        assertThat(books.number(
                        "SELECT COALESCE(SUM(AMOUNT), 0) FROM TRANSACTIONS.POSTING WHERE ACCOUNT = 'receivable'"))
                .as("seed " + seed)
                .isEqualTo(local);
    }

    @Test
    void everySessionIsInTheReportOnceHoweverItIsPaged() throws IOException {
        // Five in one instant, then two apart.
        for (int i = 0; i < 5; i++) {
            charge(SessionId.random(), Biller.local(), 0, 1, Duration.ZERO);
        }
        for (int i = 0; i < 2; i++) {
            charge(SessionId.random(), Biller.local(), 0, 1, Duration.ofMinutes(1));
        }
        for (int page = 1; page <= 8; page++) {
            var out = new StringWriter();
            Totals totals = new CsvReport(books.transactions(), BERLIN, page).write(Instant.EPOCH, Instant.MAX, out);

            assertThat(totals.count()).as("page of " + page).isEqualTo(7);
            assertThat(out.toString().lines()).hasSize(8).doesNotHaveDuplicates();
        }
    }

    private void charge(SessionId session, Biller biller, long from, long to, Duration duration) {
        books.happen(books.started(session, biller, "day", from));
        books.time.pass(duration);
        books.happen(books.stopped(session, to));
    }

    static final class YardSource implements SiteSource {

        @Override
        public Site site() {
            var grid = new Node("grid", Current.amperes(32), Optional.empty(), List.of(), List.of());

            return new Site("Yard", BERLIN, Voltage.volts(230), grid, List.of(), List.of(), List.of(), List.of());
        }

        @Override
        public Optional<String> refused() {
            return Optional.empty();
        }
    }
}
