package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.EvseId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:schedule} shows what the charging profiles come to. */
@Service
@Command(
        scope = "ocpp",
        name = "schedule",
        description = "Shows what the charging profiles of each back end come to at an EVSE",
        detailedDescription = "The composite schedule from now on: the lowest of what the station, the transaction"
                + " (or, while none runs, one that starts now) and the fuses allow. Of several back ends the lowest"
                + " counts at each moment. 'station' stands for all EVSEs together. Example: ocpp:schedule -h 12 left")
public final class ScheduleCommand implements Action {

    static final String STATION = "station";

    private static final int MOST_LINES = 200;

    @Option(name = "-h", description = "How many hours ahead")
    int hours = 24;

    @Argument(required = true, description = "The EVSE, or 'station'")
    @Completion(EvseCompleter.class)
    String evse = "";

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable().emptyTableText("No back end is configured: " + BackEnd.PID + "-NAME.cfg");
        for (String column : List.of("Back end", "From", "A per phase", "Phases")) {
            table.column(column);
        }
        Optional<EvseId> place = evse.equals(STATION) ? Optional.empty() : Optional.of(new EvseId(evse));
        List<EvseId> known = new ArrayList<>();
        for (ChargePoint backEnd : BackEndCommand.all(backEnds)) {
            SmartCharging charging = backEnd.conversation().smartCharging();
            Optional<Wires> wires = charging.wires();
            if (wires.isEmpty()) {
                System.out.println("Charging is not running, or the site is not known");
                return null;
            }
            known.addAll(wires.get().evses());
            if (place.isEmpty() || wires.get().evses().contains(place.get())) {
                charging.plan(place, Duration.ofHours(Math.max(1, hours)), MOST_LINES)
                        .ifPresent(plan -> add(table, backEnd.settings().name(), plan, wires.get()));
            }
        }
        if (!known.isEmpty() && place.filter(wanted -> !known.contains(wanted)).isPresent()) {
            System.out.println("There is no EVSE " + evse + " on this site; there are "
                    + known.stream().distinct().toList());
            return null;
        }
        table.print(System.out);
        return null;
    }

    private static void add(ShellTable table, String backend, Plan plan, Wires wires) {
        for (Plan.Line line : plan.in(Rate.Unit.A, wires.voltage())) {
            table.addRow()
                    .addContent(
                            backend,
                            plan.start().plus(line.offset()),
                            line.limit().toPlainString(),
                            line.phases());
        }
    }
}
