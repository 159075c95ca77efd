package io.voltwright.charging.engine;

import io.voltwright.charging.api.PowerControl;
import java.time.Instant;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code site:limits} lists who limits what, and until when. */
@Service
@Command(
        scope = "site",
        name = "limits",
        description = "Lists the limits that are set beside the wiring, each with its owner and end",
        detailedDescription = "Limits by the hour stand in site.yaml and are in force by themselves.\n\nExample:\n\n"
                + "    site:limits")
public final class SiteLimitsCommand extends PowerCommand {

    @Override
    void run(PowerControl control) {
        ShellTable table = new ShellTable().emptyTableText("No limits");
        table.column("Place");
        table.column("Owner");
        table.column("Most");
        table.column("Until");
        for (PowerControl.Held held : control.limits()) {
            table.addRow()
                    .addContent(
                            held.place(),
                            held.owner(),
                            held.most(),
                            held.until().map(Instant::toString).orElse("it is taken away"));
        }
        table.print(System.out);
    }
}
