package io.voltwright.field.modbus;

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

/** {@code bus:doctor} says what is wrong with the buses and what to change. */
@Service
@Command(
        scope = "bus",
        name = "doctor",
        description = "Says what is wrong with the buses and what to change",
        detailedDescription =
                """
                Shows per device what it takes of its bus and what went wrong, then names each finding with its figures and its
                remedy: baud rate, split, period, gap, wiring. Load is of the last nine seconds, the cycle is the longest time between two
                readings of the same registers within two minutes, counts are since the bus was set up.

                Example:  bus:doctor rs485-a""")
public final class DoctorCommand implements Action {

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
        if (shown.isEmpty()) {
            System.out.println(bus == null ? "The site has no buses" : "No bus " + bus + "; see bus:status");
        }
        shown.forEach(DoctorCommand::print);
        return null;
    }

    private static void print(BusStatus bus) {
        System.out.printf(
                Locale.ROOT,
                "%s (%s): load %.0f %%, worst cycle %s, %d late and %d unsolicited bytes, %d taints%n",
                bus.id(),
                bus.line(),
                100 * bus.load(),
                Doctor.seconds(Doctor.cycle(bus)),
                bus.lateBytes(),
                bus.unsolicitedBytes(),
                bus.taints());
        ShellTable table = new ShellTable().emptyTableText("No unit was asked yet");
        for (String column : List.of(
                "Unit", "Load", "On wire", "Req/s", "Gap", "CRC errors", "Time-outs", "Refused", "Worst cycle")) {
            table.column(column).alignRight();
        }
        for (UnitStatus unit : bus.units()) {
            table.addRow()
                    .addContent(
                            unit.unit() + (unit.offline() ? " (offline)" : ""),
                            percent(unit.load()),
                            percent(unit.wire()),
                            String.format(Locale.ROOT, "%.1f", unit.requestsPerSecond()),
                            unit.timing().minGap().toMillis() + " ms",
                            unit.corrupt(),
                            unit.timeouts(),
                            unit.refusals(),
                            Doctor.seconds(unit.longestCycle()));
        }
        table.print(System.out);
        List<String> findings = Doctor.findings(bus);
        findings.forEach(finding -> System.out.println("  * " + bus.id() + ": " + finding));
        System.out.println(findings.isEmpty() ? "  nothing to change" : "");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
