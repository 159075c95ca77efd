package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.PeerCertificates;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/**
 * What the security of a back end needs of the rest of the station.
 *
 * @param approach how the station goes to the back end
 * @param workspace folder for files that are sent or were fetched; made where it is missing
 * @param logs folder of the station's log files
 * @param turn whose order for firmware is carried out, of all back ends
 */
record Guard(
        Approach approach,
        Supplier<Optional<PeerCertificates>> certificates,
        Supplier<Optional<FirmwareInstaller>> installer,
        Path workspace,
        Path logs,
        FirmwareTurn turn) {

    /** Of a station with no other back end. */
    Guard(
            Approach approach,
            Supplier<Optional<PeerCertificates>> certificates,
            Supplier<Optional<FirmwareInstaller>> installer,
            Path workspace,
            Path logs) {
        this(approach, certificates, installer, workspace, logs, new FirmwareTurn());
    }

    /** Folder for files on their way. */
    static Path folder(BundleContext context) {
        return Path.of(property(context, "karaf.data"), "transfer");
    }

    static Path logs(BundleContext context) {
        return Path.of(property(context, "karaf.log"));
    }

    private static String property(BundleContext context, String name) {
        return Optional.ofNullable(context.getProperty(name)).orElse(".");
    }
}
