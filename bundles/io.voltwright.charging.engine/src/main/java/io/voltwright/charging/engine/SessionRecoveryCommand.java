package io.voltwright.charging.engine;

import io.voltwright.charging.api.Continuity;
import io.voltwright.charging.api.RecoveryReport;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code session:recovery} shows what the last start found and did. */
@Service
@Command(
        scope = "session",
        name = "recovery",
        description = "Shows what the last start found and did",
        detailedDescription =
                "Says why charging started (restart, crash, reboot, loss of power), how long it was away, and what"
                        + " became of each session that was open.\n\nExample:\n\n    session:recovery")
public final class SessionRecoveryCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Continuity continuity;

    @Override
    public @Nullable Object execute() {
        if (continuity == null) {
            System.out.println("charging.engine is not running");
            return null;
        }
        Optional<RecoveryReport> report = continuity.report();
        if (report.isEmpty()) {
            System.out.println("The store was not read yet");
        } else {
            show(report.orElseThrow());
        }
        return null;
    }

    private static void show(RecoveryReport report) {
        System.out.println(report.cause() + " at " + report.started().utc()
                + report.away()
                        .map(away -> ", last sign of life " + away.toSeconds() + " s before")
                        .orElse(""));
        ShellTable table = new ShellTable().emptyTableText("No session was open");
        table.column("EVSE");
        table.column("Session");
        table.column("Done");
        table.column("Found");
        report.findings().forEach(finding -> table.addRow()
                .addContent(finding.evse(), finding.session(), finding.action(), finding.found()));
        table.print(System.out);
    }
}
