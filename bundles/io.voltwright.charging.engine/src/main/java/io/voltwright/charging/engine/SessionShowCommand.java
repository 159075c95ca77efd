package io.voltwright.charging.engine;

import io.voltwright.base.api.Moment;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Session;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code session:show} shows one open session. */
@Service
@Command(
        scope = "session",
        name = "show",
        description = "Shows an open session, by its id or its EVSE",
        detailedDescription = "Sessions that are over are found with tx:list and journal:tail.\n\nExample:\n\n"
                + "    session:show left")
public final class SessionShowCommand extends ChargingCommand {

    @Argument(name = "session", description = "Id of the session, or of its EVSE", required = true)
    @Completion(SessionCompleter.class)
    String name = "";

    @Override
    void run(Charging charging) {
        session(charging, name)
                .ifPresentOrElse(
                        open -> show(charging, open),
                        () -> System.out.println("There is no open session " + name + "; session:list shows them"));
    }

    private static void show(Charging charging, Session session) {
        ShellTable table = new ShellTable();
        table.column("Of");
        table.column(session.id().value());
        row(table, "EVSE", session.evse());
        row(table, "State", session.state());
        row(table, "Opened", time(Optional.of(session.opened())));
        row(table, "Started", time(session.started()));
        row(table, "Token", session.token().map(Object::toString).orElse("-"));
        row(table, "Group", session.group().map(Object::toString).orElse("-"));
        row(table, "Biller", session.biller().map(Object::toString).orElse("-"));
        row(table, "Tariff", session.tariff().orElse("-"));
        row(
                table,
                "Start register",
                session.startRegister().map(Object::toString).orElse("-"));
        row(table, "Delivered", session.delivered());
        row(table, "Stops at", session.bounds().isEmpty() ? "-" : bounds(session.bounds()));
        charging.evse(session.evse()).ifPresent(evse -> row(table, "Offer", evse.offer() + " (" + evse.reason() + ")"));
        table.print(System.out);
    }

    private static String bounds(List<Session.Bound> bounds) {
        return bounds.stream()
                .map(bound -> LimitWords.text(bound.limits()) + (bound.by().isEmpty() ? "" : " (" + bound.by() + ")"))
                .collect(Collectors.joining("; "));
    }

    private static String time(Optional<Moment> moment) {
        return moment.map(at -> at.utc().truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }

    private static void row(ShellTable table, String name, Object value) {
        table.addRow().addContent(name, value);
    }
}
