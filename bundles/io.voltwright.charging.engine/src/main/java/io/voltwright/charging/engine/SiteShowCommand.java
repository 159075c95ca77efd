package io.voltwright.charging.engine;

import io.voltwright.base.api.EvseId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.NodeView;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** {@code site:show} shows the tree of limits with what flows, what is offered, and why. */
@Service
@Command(
        scope = "site",
        name = "show",
        description = "Shows the tree of limits with live amperes and reasons",
        detailedDescription = "Amperes are those on L1, L2 and L3 of the grid; a question mark stands for what is not"
                + " known now.\n\nExample:\n\n    site:show")
public final class SiteShowCommand extends ChargingCommand {

    @Override
    void run(Charging charging) {
        ShellTable table = new ShellTable();
        table.column("Node or EVSE");
        table.column("Limit").alignRight();
        table.column("Offered");
        table.column("Flows");
        table.column("State");
        table.column("Reason");
        node(table, charging, charging.grid(), "");
        table.print(System.out);
    }

    private static void node(ShellTable table, Charging charging, NodeView node, String indent) {
        table.addRow()
                .addContent(
                        indent + node.id(),
                        node.limit(),
                        phases(node.offered()),
                        node.measured().map(ChargingCommand::phases).orElse("?"),
                        "",
                        node.why().equals("fuse") ? "" : "limited by " + node.why());
        for (EvseId id : node.evses()) {
            charging.evse(id).ifPresent(evse -> evse(table, evse, indent + "  "));
        }
        for (NodeView child : node.children()) {
            node(table, charging, child, indent + "  ");
        }
    }

    private static void evse(ShellTable table, Evse evse, String indent) {
        table.addRow()
                .addContent(
                        indent + evse.id(),
                        "",
                        evse.offer(),
                        evse.currents().map(ChargingCommand::phases).orElse("?"),
                        evse.status(),
                        evse.reason());
    }
}
