package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.PeerCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;

/** The image that was fetched, and who judges and installs it. Blocks on the disk. */
final class FirmwareImage {

    private final Guard guard;

    FirmwareImage(Guard guard) {
        this.guard = guard;
    }

    /** Where the image lies; under a name of our own, whatever it is called elsewhere. */
    Path file() {
        try {
            Files.createDirectories(guard.workspace());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for images cannot be made", e);
        }
        return guard.workspace().resolve("firmware.image");
    }

    /** Whether it is signed as the order says. */
    boolean signed(FirmwareOrder order) {
        Optional<X509Certificate> signer = guard.certificates()
                .get()
                .map((PeerCertificates store) -> store.read(order.certificate()).get(0));
        try {
            return signer.isPresent() && Signing.verifies(file(), signer.get(), order.signature());
        } catch (IOException e) {
            throw new UncheckedIOException("the image cannot be read", e);
        }
    }

    FirmwareInstaller.Check look() {
        return guard.installer()
                .get()
                .map(installer -> installer.verify(file()))
                .orElse(new FirmwareInstaller.Check.Unfit("nothing is there that installs firmware"));
    }

    FirmwareInstaller.Result install(Consumer<Integer> progress) {
        return guard.installer()
                .get()
                .map(installer -> installer.install(file(), progress))
                .orElse(new FirmwareInstaller.Result.Failed("nothing is there that installs firmware"));
    }

    void discard() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException("the image cannot be removed", e);
        }
    }
}
