package io.voltwright.protocol.ocpp;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.FactReader;
import io.voltwright.security.api.FirmwareInstaller;
import io.voltwright.security.api.PeerCertificates.KeyType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;

/** A {@link FakeStation} whose certificates, installer and rules for files are the test's. */
final class GuardScene {

    final FakeStation station = new FakeStation();
    final FakePeer peer = station.peer;
    final FakeCertificates certificates = new FakeCertificates(station.time::instant);
    final Path folder;
    Optional<FirmwareInstaller> installer = Optional.empty();
    Optional<SSLParameters> tls = Optional.empty();
    int port = 1;
    boolean oneRoot;
    boolean unsigned = true;
    Roles roles = FakeStation.ALL;
    SecurityProfile profile = SecurityProfile.NONE;
    Approach approach;
    private long position;
    private Optional<CompletableFuture<FactReader.Step>> reading = Optional.empty();

    GuardScene(Path folder) {
        this.folder = folder;
        approach = approach();
    }

    Settings settings() {
        Settings plain = FakeStation.settings(profile.scheme() + "://127.0.0.1:" + port + "/ocpp", roles);
        return new Settings(
                plain.name(),
                plain.address(),
                plain.identity(),
                profile,
                Optional.of("roots"),
                plain.password(),
                plain.authorizationKey(),
                roles,
                plain.boot(),
                plain.backOff(),
                plain.backOffRange(),
                plain.backOffDoublings(),
                new Protection(
                        java.net.URI.create("wss://127.0.0.1:" + port + "/ocpp/CP-1"),
                        oneRoot,
                        KeyType.EC_P256,
                        "SN-1",
                        unsigned,
                        Set.of("FTP", "FTPS", "HTTP", "HTTPS"),
                        List.of("127.0.0.1", "localhost")));
    }

    Approach approach() {
        return new Approach(
                settings(),
                station.store,
                () -> Optional.of(certificates),
                () -> tls,
                () -> station.holder.password("ocpp.acme"));
    }

    /** A station as a new process would be. */
    GuardScene start() {
        station.conversation.stop();
        station.settle();
        // What the reader before had not done is read again.
        reading = Optional.empty();
        approach = approach();
        House house = station.house();
        station.conversation = new Conversation(
                settings(),
                new House(
                        house.time(),
                        house.lane(),
                        house.blocking(),
                        house.random(),
                        house.journal(),
                        house.store(),
                        house.charging(),
                        house.reservations(),
                        house.authority(),
                        house.site(),
                        house.keys(),
                        house.audit(),
                        house.restart(),
                        new Guard(
                                approach,
                                () -> Optional.of(certificates),
                                () -> installer,
                                folder.resolve("transfer"),
                                folder.resolve("logs"))),
                peer);
        peer.on("SecurityEventNotification", "{}");
        peer.on("FirmwareStatusNotification", "{}");
        peer.on("SignedFirmwareStatusNotification", "{}");
        peer.on("DiagnosticsStatusNotification", "{}");
        peer.on("LogStatusNotification", "{}");
        peer.on("SignCertificate", "{\"status\":\"Accepted\"}");
        station.start();
        return this;
    }

    /** Lets the reader of security events read what is there, as the journal does. */
    void tellEvents() {
        station.settle();
        boolean more = true;
        while (more) {
            List<Entry> batch = station.journal.read(position, 256);
            if (reading.isEmpty() && !batch.isEmpty()) {
                FactReader reader = station.conversation.securityReports();
                reading = Optional.of(reader.read(batch).toCompletableFuture());
                station.settle();
            }
            more = reading.filter(CompletableFuture::isDone).isPresent();
            if (more) {
                int taken = Math.min(reading.orElseThrow().join().taken(), batch.size());
                reading = Optional.empty();
                position = batch.get(taken - 1).position();
            }
        }
    }

    List<String> statuses(String action) {
        return peer.payloads(action).stream()
                .map(payload -> payload.path("status").asText())
                .toList();
    }

    List<String> events() {
        tellEvents();
        return peer.payloads("SecurityEventNotification").stream()
                .map(payload -> payload.path("type").asText())
                .toList();
    }
}
