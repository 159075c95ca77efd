package io.voltwright.security.watch;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.Keys;
import io.voltwright.users.api.Accounts;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code security:audit} looks for open ports, weak credentials, certificates and settings, and says what to do. */
@Service
@Command(
        scope = "security",
        name = "audit",
        description = "Looks for weak settings and says what to do",
        detailedDescription =
                "Looks at open ports, accounts, certificates, the key store's files, hot deployment, remote"
                        + " Maven, Karaf's own accounts, connections without TLS and secrets in settings.\n\nExamples:\n\n"
                        + "    security:audit\n    security:audit --all")
public final class AuditCommand implements Action {

    @Option(name = "--all", aliases = "-a", description = "Shows also what is as it should be")
    boolean all;

    @Reference(optional = true)
    @Nullable
    Watch watch;

    @Reference(optional = true)
    @Nullable
    Accounts accounts;

    @Reference(optional = true)
    @Nullable
    Keys keys;

    @Reference(optional = true)
    @Nullable
    Time time;

    @Override
    public @Nullable Object execute() {
        if (time == null) {
            System.out.println("base.time is not running");
            return null;
        }
        Inspection.Place place = new Inspection.Place(
                Path.of("/proc"),
                folder("voltwright.home", "karaf.base"),
                folder("voltwright.etc", "karaf.etc"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                time.instant());
        List<Finding> findings = Inspection.of(
                place, Optional.ofNullable(accounts), Optional.ofNullable(keys), watch == null ? 0 : watch.lost());
        print(findings);
        return null;
    }

    private void print(List<Finding> findings) {
        ShellTable table = new ShellTable().emptyTableText("Nothing found");
        table.column("Severity");
        table.column("Subject");
        table.column("Finding");
        table.column("Remedy");
        for (Finding finding : findings) {
            if (all || finding.severity() != Finding.Severity.OK) {
                table.addRow().addContent(finding.severity(), finding.subject(), finding.text(), finding.remedy());
            }
        }
        table.print(System.out);
        System.out.println(findings.stream()
                        .filter(finding -> finding.severity() == Finding.Severity.HIGH)
                        .count()
                + " high, "
                + findings.stream()
                        .filter(finding -> finding.severity() == Finding.Severity.OK)
                        .count()
                + " as it should be");
    }

    private static Path folder(String property, String otherwise) {
        return Path.of(System.getProperty(property, System.getProperty(otherwise, ".")));
    }
}
