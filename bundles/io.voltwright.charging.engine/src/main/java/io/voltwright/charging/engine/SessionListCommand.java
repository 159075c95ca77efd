package io.voltwright.charging.engine;

import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Session;
import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code session:list} lists the open sessions. */
@Service
@Command(
        scope = "session",
        name = "list",
        description = "Lists the open sessions",
        detailedDescription = "Tokens are shown as references; token:list knows them.\n\nExample:\n\n    session:list")
public final class SessionListCommand extends ChargingCommand {

    @Override
    void run(Charging charging) {
        ShellTable table = new ShellTable().emptyTableText("No open sessions");
        table.column("Session");
        table.column("EVSE");
        table.column("State");
        table.column("Started (UTC)");
        table.column("Token");
        table.column("Biller");
        table.column("Delivered").alignRight();
        for (Session session : charging.sessions()) {
            table.addRow()
                    .addContent(
                            session.id(),
                            session.evse(),
                            session.state(),
                            session.started()
                                    .map(at -> at.utc()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString())
                                    .orElse("-"),
                            session.token().map(Object::toString).orElse("-"),
                            session.biller().map(Object::toString).orElse("-"),
                            session.delivered().wholeWattHours() + " Wh");
        }
        table.print(System.out);
    }
}
