package io.voltwright.protocol.opcua;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code opcua:status} shows where plant control connects and which clients are trusted. */
@Service
@Command(
        scope = "opcua",
        name = "status",
        description = "Shows the OPC UA server and the certificates of its clients",
        detailedDescription = "Example: opcua:status\nA client that was turned away is listed as rejected;"
                + " opcua:trust lets it in.")
public final class StatusCommand implements Action {

    @Reference(optional = true)
    private @Nullable OpcUaStation station;

    @Override
    public @Nullable Object execute() {
        Server server = station == null ? null : station.running().orElse(null);
        if (server == null) {
            System.out.println("OPC UA is not running");
            return null;
        }
        System.out.println("Endpoint  " + server.settings().endpoint() + "  (Basic256Sha256, sign and encrypt)");
        System.out.println("Sessions  " + server.sessions() + " of at most "
                + server.settings().sessions());
        ShellTable table = new ShellTable().emptyTableText("No client certificates yet");
        table.column("Certificate");
        table.column("Subject");
        table.column("Valid until");
        table.column("State");
        server.trusted().forEach(certificate -> table.addRow()
                .addContent(
                        Thumbprint.of(certificate),
                        certificate.getSubjectX500Principal().getName(),
                        certificate.getNotAfter().toInstant(),
                        "trusted"));
        server.rejected().forEach(certificate -> table.addRow()
                .addContent(
                        Thumbprint.of(certificate),
                        certificate.getSubjectX500Principal().getName(),
                        certificate.getNotAfter().toInstant(),
                        "rejected"));
        table.print(System.out);
        return null;
    }
}
