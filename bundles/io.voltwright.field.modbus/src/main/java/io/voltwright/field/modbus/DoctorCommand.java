package io.voltwright.field.modbus;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
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
                readings of the same registers within two minutes, counts are since the bus was set up. Late and Unasked are bytes of whole
                frames that bear the address of the unit; what bears none counts for its bus only.

                Examples:

                    bus:doctor rs485-a
                    bus:doctor -f            draws it anew each second, until Ctrl-C""")
public final class DoctorCommand implements Action {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Of a terminal (ECMA-48): to the top, and nothing behind. */
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Reference(optional = true)
    @Nullable
    BusWatch watch;

    @Reference(optional = true)
    @Nullable
    Lanes lanes;

    @Option(name = "-f", aliases = "--follow", description = "Draws it anew each second, until Ctrl-C")
    boolean follow;

    @Argument(name = "bus", description = "Id of one bus; all if left out")
    @Completion(BusCompleter.class)
    @Nullable
    String bus;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        BusWatch buses = watch;
        if (buses == null) {
            System.out.println("field.modbus is not running");
            return null;
        }
        boolean there = show(buses);
        if (follow && there && lanes != null) {
            follow(buses, lanes);
        }
        return null;
    }

    /** Ends when the session interrupts its command. */
    private void follow(BusWatch buses, Lanes opened) throws InterruptedException {
        Semaphore turn = new Semaphore(0);
        Lane lane = opened.open("doctor");
        try {
            lane.every(SECOND, turn::release);
            while (true) {
                turn.acquire();
                System.out.print(CLEAR);
                show(buses);
                // Whoever looks on from afar is behind a buffer.
                System.out.flush();
            }
        } finally {
            lane.close();
        }
    }

    /**
     * @return whether there is any bus to show
     */
    private boolean show(BusWatch buses) {
        List<BusStatus> shown = buses.buses().stream()
                .filter(each -> bus == null || each.id().value().equals(bus))
                .toList();
        if (shown.isEmpty()) {
            System.out.println(bus == null ? "The site has no buses" : "No bus " + bus + "; see bus:status");
        }
        shown.forEach(DoctorCommand::print);
        return !shown.isEmpty();
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
                "Unit",
                "Load",
                "On wire",
                "Req/s",
                "Gap",
                "CRC errors",
                "Time-outs",
                "Late",
                "Unasked",
                "Refused",
                "Worst cycle")) {
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
                            unit.lateBytes(),
                            unit.unsolicitedBytes(),
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
