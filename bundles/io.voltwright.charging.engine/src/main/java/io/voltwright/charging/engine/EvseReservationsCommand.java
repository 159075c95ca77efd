package io.voltwright.charging.engine;

import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code evse:reservations} lists the places that are kept free. */
@Service
@Command(
        scope = "evse",
        name = "reservations",
        description = "Lists the charging points that are kept free",
        detailedDescription = "Tokens are shown as sessions name them.\n\nExample:\n\n    evse:reservations")
public final class EvseReservationsCommand implements Action {

    @Reference(optional = true)
    @Nullable
    Reservations reservations;

    @Override
    public @Nullable Object execute() {
        if (reservations == null) {
            System.out.println("charging.engine is not running");
            return null;
        }
        ShellTable table = new ShellTable().emptyTableText("Nothing is reserved");
        table.column("Reservation");
        table.column("Owner");
        table.column("EVSE");
        table.column("Token");
        table.column("Group");
        table.column("Until");
        for (Reservation kept : reservations.reservations()) {
            table.addRow()
                    .addContent(
                            kept.id(),
                            kept.owner(),
                            kept.evse().map(Object::toString).orElse("any"),
                            kept.token(),
                            kept.group().map(Object::toString).orElse("-"),
                            kept.until());
        }
        table.print(System.out);
        return null;
    }
}
