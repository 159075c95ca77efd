package io.voltwright.charging.engine;

import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code evse:list} lists the charging points. */
@Service
@Command(
        scope = "evse",
        name = "list",
        description = "Lists the charging points",
        detailedDescription = "Numbers are those that back ends use.\n\nExample:\n\n    evse:list")
public final class EvseListCommand extends ChargingCommand {

    @Override
    void run(Charging charging) {
        ShellTable table = new ShellTable().emptyTableText("The site has no EVSE");
        table.column("No").alignRight();
        table.column("EVSE");
        table.column("Status");
        table.column("Offer").alignRight();
        table.column("Draws");
        table.column("Power").alignRight();
        table.column("Delivered").alignRight();
        table.column("Reason");
        for (Evse evse : charging.evses()) {
            table.addRow()
                    .addContent(
                            evse.number(),
                            evse.id(),
                            evse.status(),
                            evse.offer(),
                            evse.currents().map(ChargingCommand::phases).orElse("?"),
                            evse.power().map(power -> kilowatts(power.watts())).orElse("?"),
                            evse.session()
                                    .map(session -> session.delivered().wholeWattHours() + " Wh")
                                    .orElse("-"),
                            evse.fault().orElse(evse.reason()));
        }
        table.print(System.out);
    }

    private static String kilowatts(double watts) {
        return String.format(Locale.ROOT, "%.1f kW", watts / 1000);
    }
}
