package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.protocol.ocpp.Ocpp16.Firmware;
import io.voltwright.protocol.ocpp.Ocpp16.SignedUpdateFirmwareAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.SignedUpdateFirmwareRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateFirmwareAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateFirmwareRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UpdateFirmwareStatus;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders for firmware from the back end that controls the station (R-F01 to R-F03, L01.FR.20 to .27). */
final class FirmwareCalls {

    private static final Logger log = LoggerFactory.getLogger(FirmwareCalls.class);
    private static final int RETRIES = 2;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(30);

    private final String name;
    private final Roles roles;
    private final Protection protection;
    private final Guard guard;
    private final Lane lane;
    private final Executor blocking;
    private final MakerRoots makers;
    private final FirmwareJob job;
    private final BiConsumer<SecurityEvent, String> events;

    FirmwareCalls(Settings settings, House house, Rpc rpc, FirmwareJob job, BiConsumer<SecurityEvent, String> events) {
        this.name = settings.name();
        this.roles = settings.roles();
        this.protection = settings.protection();
        this.guard = house.guard();
        this.lane = house.lane();
        this.blocking = house.blocking();
        this.makers = new MakerRoots(house.guard().certificates());
        this.job = job;
        this.events = events;
        rpc.on(UpdateFirmwareRequest.class, this::update);
        rpc.onLater(SignedUpdateFirmwareRequest.class, this::signedUpdate);
    }

    // Without a signature nobody says whose software it is; who knows better can allow it (L01.FR.20, abuse case 14).
    private Rpc.Reply<UpdateFirmwareAnswer> update(UpdateFirmwareRequest request) {
        if (!protection.unsignedFirmware() || !roles.controls()) {
            throw new Violation(ErrorCode.NOT_SUPPORTED, "use SignedUpdateFirmware");
        }
        if (job.busy() && job.installing()) {
            throw new Violation(ErrorCode.GENERIC_ERROR, "firmware is being installed");
        }
        if (!job.take()) {
            throw new Violation(ErrorCode.GENERIC_ERROR, "another back end's firmware is under way");
        }
        FirmwareOrder order = new FirmwareOrder(
                Optional.empty(),
                request.location(),
                request.retries().orElse(RETRIES),
                request.retryInterval().map(Duration::ofSeconds).orElse(RETRY_INTERVAL),
                request.retrieveDate(),
                Optional.empty(),
                "",
                "",
                "",
                "");
        job.cancel();
        return Rpc.Reply.of(new UpdateFirmwareAnswer()).thenAnyway(() -> job.begin(order));
    }

    private CompletionStage<Rpc.Reply<SignedUpdateFirmwareAnswer>> signedUpdate(SignedUpdateFirmwareRequest request) {
        if (!roles.controls() || !job.free() || (job.busy() && job.installing())) {
            return CompletableFuture.completedFuture(
                    Rpc.Reply.of(new SignedUpdateFirmwareAnswer(UpdateFirmwareStatus.REJECTED)));
        }
        return CompletableFuture.supplyAsync(() -> flaw(request.firmware().signingCertificate()), blocking)
                .thenApplyAsync(
                        flaw -> {
                            if (flaw.isPresent()) {
                                log.warn("{}: firmware is refused: its certificate: {}", name, flaw.get());
                                return Rpc.Reply.of(new SignedUpdateFirmwareAnswer(
                                                UpdateFirmwareStatus.INVALID_CERTIFICATE))
                                        .thenAnyway(() -> events.accept(
                                                SecurityEvent.INVALID_FIRMWARE_SIGNING_CERTIFICATE, flaw.get()));
                            }
                            // Since it was free another one may have taken it.
                            return job.take()
                                    ? taken(request)
                                    : Rpc.Reply.of(new SignedUpdateFirmwareAnswer(UpdateFirmwareStatus.REJECTED));
                        },
                        lane);
    }

    private Optional<String> flaw(String pem) {
        try {
            List<X509Certificate> found =
                    guard.certificates().get().map(store -> store.read(pem)).orElse(List.of());
            return found.size() == 1 ? makers.flaw(found.get(0)) : Optional.of("it is not one certificate");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Rpc.Reply<SignedUpdateFirmwareAnswer> taken(SignedUpdateFirmwareRequest request) {
        Firmware firmware = request.firmware();
        UpdateFirmwareStatus status =
                job.busy() ? UpdateFirmwareStatus.ACCEPTED_CANCELED : UpdateFirmwareStatus.ACCEPTED;
        FirmwareOrder order = new FirmwareOrder(
                Optional.of(request.requestId()),
                firmware.location(),
                request.retries().orElse(RETRIES),
                request.retryInterval().map(Duration::ofSeconds).orElse(RETRY_INTERVAL),
                firmware.retrieveDateTime(),
                firmware.installDateTime(),
                firmware.signingCertificate(),
                firmware.signature(),
                "",
                "");
        job.cancel();
        return Rpc.Reply.of(new SignedUpdateFirmwareAnswer(status)).thenAnyway(() -> job.begin(order));
    }
}
