package io.voltwright.protocol.opcua;

import io.voltwright.base.api.Actor;
import io.voltwright.security.api.Audit;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code opcua:trust} lets in a client whose certificate was turned away. */
@Service
@Command(
        scope = "opcua",
        name = "trust",
        description = "Trusts the certificate of a client that was turned away",
        detailedDescription =
                "Example: opcua:trust 3f2a91c0d4e5b677\nCompare the thumbprint with the client's own first:"
                        + " it is the first 16 digits of the certificate's SHA-256.")
public final class TrustCommand implements Action {

    @Argument(description = "Thumbprint, as opcua:status shows it", required = true)
    @Completion(RejectedCompleter.class)
    private String thumbprint = "";

    @Reference(optional = true)
    private @Nullable OpcUaStation station;

    @Override
    public @Nullable Object execute() {
        Server server = station == null ? null : station.running().orElse(null);
        if (server == null) {
            System.out.println("OPC UA is not running");
            return null;
        }
        Optional<X509Certificate> found = server.rejected().stream()
                .filter(certificate -> Thumbprint.of(certificate).equals(thumbprint))
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("No rejected certificate has the thumbprint '" + thumbprint
                    + "'; let the client try once, then see opcua:status");
            return null;
        }
        server.trust(found.get());
        if (station != null) {
            station.audit()
                    .ifPresent(audit -> audit.record(new Audit.Event(
                            Audit.Kind.CERTIFICATE,
                            Actor.caller(),
                            "local",
                            "opcua client " + thumbprint,
                            "trusted",
                            false)));
        }
        System.out.println("Trusted " + found.get().getSubjectX500Principal().getName());
        return null;
    }
}
