package io.voltwright.field.modbus;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code bus:status} shows how the buses and their units fare. */
@Service
@Command(
        scope = "bus",
        name = "status",
        description = "Shows load, errors and units of the buses",
        detailedDescription =
                """
                Load and requests are of the last nine seconds; counts are since the bus was set up. Corrupt are answers with a wrong
                check or to another question, late are bytes of answers to requests that were given up, unasked are bytes
                that nobody asked for, taints are how often the bus had to fall silent before it was used again. Longest is the
                longest time between two readings of the same registers, within two minutes.

                Example:  bus:status rs485-a""")
public final class StatusCommand implements Action {

    @Reference(optional = true)
    @Nullable
    BusWatch watch;

    @Argument(name = "bus", description = "Id of one bus; all if left out")
    @Completion(BusCompleter.class)
    @Nullable
    String bus;

    @Override
    public @Nullable Object execute() {
        if (watch == null) {
            System.out.println("field.modbus is not running");
            return null;
        }
        List<BusStatus> shown = watch.buses().stream()
                .filter(each -> bus == null || each.id().value().equals(bus))
                .toList();
        if (bus != null && shown.isEmpty()) {
            System.out.println("No bus " + bus + "; the site has: "
                    + String.join(
                            ", ",
                            watch.buses().stream()
                                    .map(each -> each.id().value())
                                    .toList()));
            return null;
        }
        printBuses(shown);
        System.out.println();
        printUnits(shown);
        return null;
    }

    private static void printBuses(List<BusStatus> buses) {
        ShellTable table = new ShellTable().emptyTableText("The site has no buses");
        table.column("Bus");
        table.column("Line");
        table.column("Open since");
        for (String number : List.of("Load", "Req/s", "Waiting", "Time-outs", "Corrupt", "Late", "Unasked", "Taints")) {
            table.column(number).alignRight();
        }
        for (BusStatus each : buses) {
            table.addRow()
                    .addContent(
                            each.id(),
                            each.line(),
                            each.since()
                                    .map(since -> since.truncatedTo(ChronoUnit.SECONDS)
                                            .toString())
                                    .orElse("closed: " + each.trouble().orElse("not needed yet")),
                            String.format(Locale.ROOT, "%.1f %%", each.load() * 100),
                            String.format(Locale.ROOT, "%.1f", each.requestsPerSecond()),
                            each.waiting(),
                            each.timeouts(),
                            each.corrupt(),
                            each.lateBytes(),
                            each.unsolicitedBytes(),
                            each.taints());
        }
        table.print(System.out);
    }

    private static void printUnits(List<BusStatus> buses) {
        ShellTable table = new ShellTable().emptyTableText("No unit was asked yet");
        table.column("Bus");
        table.column("Unit").alignRight();
        table.column("State");
        for (String number : List.of("Answers", "Time-outs", "Corrupt", "Refused", "Longest")) {
            table.column(number).alignRight();
        }
        table.column("Last trouble");
        for (BusStatus each : buses) {
            for (UnitStatus unit : each.units()) {
                table.addRow()
                        .addContent(
                                each.id(),
                                unit.unit(),
                                state(unit),
                                unit.answers(),
                                unit.timeouts(),
                                unit.corrupt(),
                                unit.refusals(),
                                seconds(unit.longestCycle()),
                                trouble(unit));
            }
        }
        table.print(System.out);
    }

    private static String state(UnitStatus unit) {
        if (unit.offline()) {
            return "offline";
        }
        return unit.answers() + unit.refusals() > 0 ? "online" : "not seen";
    }

    private static String seconds(Duration duration) {
        return duration.isZero() ? "-" : String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }

    private static String trouble(UnitStatus unit) {
        return unit.trouble()
                .map(what -> what
                        + unit.troubleAt()
                                .map(at -> ", " + at.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""))
                .orElse("");
    }
}
