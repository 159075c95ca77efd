package io.voltwright.protocol.ocpp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code ocpp:status} tells how the station stands with its back ends. */
@Service
@Command(
        scope = "ocpp",
        name = "status",
        description = "Shows the back ends and how the station stands with them",
        detailedDescription =
                "Per back end, or per pile where it knows each as a station of its own: its state and since when, when anything was last said, how many facts of the journal"
                        + " wait to be delivered, how many messages were given up, the security profile, its roles (A authorises,"
                        + " B bills, L listens, C controls) and how far its clock is ahead. Example: ocpp:status")
public final class StatusCommand implements Action {

    @Reference(optional = true)
    @Nullable
    List<BackEnd> backEnds;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable().emptyTableText("No back end is configured: " + BackEnd.PID + "-NAME.cfg");
        for (String column : List.of(
                "Back end",
                "State",
                "Since",
                "Last message",
                "Waiting",
                "Given up",
                "Profile",
                "Roles",
                "Clock",
                "Why")) {
            table.column(column);
        }
        BackEndCommand.all(backEnds).stream()
                .sorted(Comparator.comparing(one -> one.settings().name()))
                .forEach(backEnd -> add(table, backEnd));
        table.print(System.out);
        return null;
    }

    private static void add(ShellTable table, ChargePoint backEnd) {
        Conversation conversation = backEnd.conversation();
        Presence.Progress progress = conversation.progress();
        table.addRow()
                .addContent(
                        backEnd.settings().name(),
                        progress.state(),
                        shown(progress.since()),
                        conversation.tail().newest().map(StatusCommand::shown).orElse("-"),
                        backEnd.behind(),
                        backEnd.store().undeliveredCount(backEnd.settings().name()),
                        backEnd.profile().number(),
                        roles(backEnd.settings().roles()),
                        conversation
                                .clockDifference()
                                .map(difference -> Math.round(difference.toMillis() / 1000.0) + " s")
                                .orElse("-"),
                        progress.why());
    }

    private static String roles(Roles roles) {
        return (roles.authorises() ? "A" : "-")
                + (roles.bills() ? "B" : "-")
                + (roles.listens() ? "L" : "-")
                + (roles.controls() ? "C" : "-");
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
