package io.voltwright.transactions.reports;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.voltwright.base.api.Money;
import io.voltwright.base.api.SessionId;
import io.voltwright.transactions.api.Cost;
import io.voltwright.transactions.api.Transaction;
import io.voltwright.transactions.api.Transactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes transactions as CSV (RFC 4180), a page at a time, so that a report of any length needs the memory of a page. */
final class CsvReport {

    private static final int PAGE = 1000;

    /** With these a cell becomes a formula in a spreadsheet. */
    private static final String FORMULA = "=+-@\t\r";

    private static final String[] HEADER = {
        "session",
        "evse",
        "token",
        "biller",
        "state",
        "tariff",
        "started",
        "stopped",
        "seconds",
        "start_kwh",
        "stop_kwh",
        "energy_kwh",
        "stop_reason",
        "receipt",
        "currency",
        "net",
        "vat",
        "gross",
    };

    private final Transactions transactions;
    private final ZoneId zone;
    private final int page;

    CsvReport(Transactions transactions, ZoneId zone) {
        this(transactions, zone, PAGE);
    }

    CsvReport(Transactions transactions, ZoneId zone, int page) {
        this.transactions = transactions;
        this.zone = zone;
        this.page = page;
    }

    Totals write(Instant from, Instant to, Writer out) throws IOException {
        var totals = new Totals();
        try {
            // Not closed, for the writer below it belongs to the caller.
            CsvWriter csv =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
            csv.writeRecord(HEADER);
            write(from, to, csv, totals);
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return totals;
    }

    /** The next page begins at the instant where the last one ended; what was written of that instant is left out. */
    private void write(Instant from, Instant to, CsvWriter csv, Totals totals) {
        Instant next = from;
        int limit = page;
        Set<SessionId> written = new HashSet<>();
        while (true) {
            List<Transaction> found = transactions.between(next, to, limit);
            Instant last = next;
            boolean more = false;
            for (Transaction transaction : found) {
                if (!transaction.started().utc().equals(last)) {
                    written.clear();
                    last = transaction.started().utc();
                }
                if (written.add(transaction.session())) {
                    csv.writeRecord(row(transaction));
                    totals.add(transaction);
                    more = true;
                }
            }
            if (found.size() < limit) {
                return;
            }
            // More sessions than a page started in one instant: only a larger page leads on.
            limit = more ? limit : limit * 2;
            next = last;
        }
    }

    private String[] row(Transaction transaction) {
        Optional<Cost> cost = transaction.cost();
        return new String[] {
            transaction.session().value(),
            harmless(transaction.evse().value()),
            harmless(transaction.token().value()),
            harmless(transaction.biller()),
            transaction.state().name(),
            harmless(transaction.tariff()),
            Forms.iso(transaction.started().utc(), zone),
            transaction.stopped().map(stop -> Forms.iso(stop.utc(), zone)).orElse(""),
            String.valueOf(transaction.duration().toSeconds()),
            Forms.kilowattHours(transaction.startRegister()),
            Forms.kilowattHours(transaction.stopRegister()),
            Forms.kilowattHours(transaction.energy()),
            transaction.stopReason().orElse(""),
            transaction.receiptNumber().map(String::valueOf).orElse(""),
            cost.map(own -> own.gross().currency().getCurrencyCode()).orElse(""),
            amount(cost, Cost::net),
            amount(cost, Cost::vat),
            amount(cost, Cost::gross),
        };
    }

    private static String amount(Optional<Cost> cost, Function<Cost, Money> part) {
        return cost.map(own -> part.apply(own).amount().toPlainString()).orElse("");
    }

    /** Only for texts: numbers of ours may begin with a minus. */
    static String harmless(String text) {
        return text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
