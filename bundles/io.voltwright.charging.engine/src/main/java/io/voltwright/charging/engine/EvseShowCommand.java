package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Reading;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code evse:show} shows one charging point with its readings. */
@Service
@Command(
        scope = "evse",
        name = "show",
        description = "Shows a charging point: state, session, offer and readings",
        detailedDescription = "Each reading names its quality: GOOD may be used, STALE and LOST may not.\n\n"
                + "Example:\n\n    evse:show left")
public final class EvseShowCommand extends ChargingCommand {

    @Argument(name = "evse", description = "Id of the EVSE", required = true)
    @Completion(EvseCompleter.class)
    String evse = "";

    @Override
    void run(Charging charging) {
        charging.evse(new EvseId(evse))
                .ifPresentOrElse(
                        EvseShowCommand::show,
                        () -> System.out.println("There is no EVSE " + evse + "; evse:list shows them"));
    }

    private static void show(Evse evse) {
        ShellTable facts = new ShellTable();
        facts.column("Of");
        facts.column(evse.id().value());
        row(facts, "Status", evse.status() + " since " + evse.since().utc().truncatedTo(ChronoUnit.SECONDS));
        row(facts, "Device", evse.device());
        row(facts, "Plugged", evse.plugged() ? "yes" : "no");
        row(facts, "In service", evse.operative() ? "yes" : "no");
        row(facts, "Hours", evse.hours().isEmpty() ? "always" : evse.hours());
        row(facts, "Premises", evse.premises().isEmpty() ? "-" : evse.premises());
        row(facts, "Fault", evse.fault().orElse("-"));
        row(facts, "Heard", evse.quality());
        row(
                facts,
                "Session",
                evse.session().map(session -> session.id().value()).orElse("-"));
        row(
                facts,
                "Delivered",
                evse.session().map(session -> session.delivered().toString()).orElse("-"));
        row(facts, "Offer", evse.offer() + " (" + evse.reason() + ")");
        row(facts, "Draws", evse.currents().map(ChargingCommand::phases).orElse("?"));
        row(facts, "Register", evse.register().map(Object::toString).orElse("?"));
        facts.print(System.out);
        ShellTable readings = new ShellTable().emptyTableText("No readings");
        readings.column("Point");
        readings.column("Value").alignRight();
        readings.column("Unit");
        readings.column("Read (UTC)");
        readings.column("Quality");
        for (Reading reading : evse.readings()) {
            readings.addRow()
                    .addContent(
                            reading.point().key(),
                            String.format(Locale.ROOT, "%.3f", reading.value()),
                            reading.point().unit(),
                            reading.requested().utc().truncatedTo(ChronoUnit.SECONDS),
                            reading.quality());
        }
        readings.print(System.out);
    }

    private static void row(ShellTable table, String name, Object value) {
        table.addRow().addContent(name, value);
    }
}
