package io.voltwright.transactions.reports;

import io.voltwright.base.api.Time;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAdjusters;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code tx:report} sums up a period and writes it as CSV. */
@Service
@Command(
        scope = "tx",
        name = "report",
        description = "Sums up the transactions that started in a period, and writes them as CSV",
        detailedDescription = "Days are those of the site's time zone; without days it is the current month.\n\n"
                + "Examples:\n\n    tx:report\n    tx:report --from 2026-10-01 --to 2026-10-31 --file october.csv")
public final class ReportCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Papers papers;

    @Reference(optional = true)
    @Nullable
    Time time;

    @Option(name = "--from", description = "First day, as 2026-10-01")
    @Nullable
    String from;

    @Option(name = "--to", description = "Last day, as 2026-10-31; it is included")
    @Nullable
    String to;

    @Option(name = "--file", description = "Where to write the CSV; an existing file is not touched")
    @Completion(FileCompleter.class)
    @Nullable
    String file;

    @Override
    public @Nullable Object execute() throws IOException {
        if (papers == null || time == null) {
            System.out.println("transactions.ledger is not running");
            return null;
        }
        ZoneId zone = papers.zone();
        LocalDate today = LocalDate.ofInstant(time.instant(), zone);
        LocalDate first = from == null ? today.withDayOfMonth(1) : day(from);
        LocalDate last = to == null ? first.with(TemporalAdjusters.lastDayOfMonth()) : day(to);
        try (Writer out = file == null
                ? Writer.nullWriter()
                : Files.newBufferedWriter(Path.of(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Totals totals = papers.report(
                    first.atStartOfDay(zone).toInstant(),
                    last.plusDays(1).atStartOfDay(zone).toInstant(),
                    out);
            print(totals);
            System.out.println(totals.count() + " transactions from " + first + " to " + last + ", " + zone
                    + (file == null ? "" : ", written to " + file));
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " exists; choose another name", e);
        }
        return null;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a day; write it as 2026-10-31", e);
        }
    }

    private static void print(Totals totals) {
        ShellTable table = new ShellTable().emptyTableText("No transactions");
        table.column("Billed by");
        table.column("State");
        table.column("Sessions").alignRight();
        table.column("Energy").alignRight();
        table.column("Net").alignRight();
        table.column("VAT").alignRight();
        table.column("Total").alignRight();
        for (Totals.Sum sum : totals.sums()) {
            table.addRow()
                    .addContent(
                            sum.biller(),
                            sum.state(),
                            sum.count(),
                            Forms.kilowattHours(sum.energy()) + " kWh",
                            sum.amount(sum.net()),
                            sum.amount(sum.vat()),
                            sum.amount(sum.gross()));
        }
        table.print(System.out);
    }
}
