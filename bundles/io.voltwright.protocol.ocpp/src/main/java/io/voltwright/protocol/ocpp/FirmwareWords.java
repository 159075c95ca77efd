package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.FirmwareStatus;
import io.voltwright.protocol.ocpp.Ocpp16.FirmwareStatusNotificationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.SignedFirmwareStatus;
import io.voltwright.protocol.ocpp.Ocpp16.SignedFirmwareStatusNotificationRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How the progress of an order for firmware is told: by the signed message, or by the older one, which has fewer words. */
final class FirmwareWords {

    private static final Set<SignedFirmwareStatus> SETTLED = EnumSet.of(
            SignedFirmwareStatus.DOWNLOAD_FAILED,
            SignedFirmwareStatus.IDLE,
            SignedFirmwareStatus.INSTALLATION_FAILED,
            SignedFirmwareStatus.INSTALLED,
            SignedFirmwareStatus.INSTALL_VERIFICATION_FAILED,
            SignedFirmwareStatus.INVALID_SIGNATURE);

    private FirmwareWords() {}

    /** Whether nothing happens with the order any more. */
    static boolean settled(FirmwareOrder order) {
        return SETTLED.contains(status(order));
    }

    static SignedFirmwareStatus status(FirmwareOrder order) {
        return Arrays.stream(SignedFirmwareStatus.values())
                .filter(status -> status.text().equals(order.status()))
                .findFirst()
                .orElse(SignedFirmwareStatus.IDLE);
    }

    /** What is said of an order that came to this point; empty where the older message has no word for it. */
    static Optional<Request<?>> notice(FirmwareOrder order, SignedFirmwareStatus now) {
        return order.signed()
                ? Optional.of(new SignedFirmwareStatusNotificationRequest(now, order.request()))
                : older(now).map(FirmwareStatusNotificationRequest::new);
    }

    private static Optional<FirmwareStatus> older(SignedFirmwareStatus status) {
        return switch (status) {
            case DOWNLOADING -> Optional.of(FirmwareStatus.DOWNLOADING);
            case DOWNLOADED -> Optional.of(FirmwareStatus.DOWNLOADED);
            case DOWNLOAD_FAILED -> Optional.of(FirmwareStatus.DOWNLOAD_FAILED);
            case INSTALLING -> Optional.of(FirmwareStatus.INSTALLING);
            case INSTALLED -> Optional.of(FirmwareStatus.INSTALLED);
            case INSTALLATION_FAILED, INSTALL_VERIFICATION_FAILED, INVALID_SIGNATURE -> Optional.of(
                    FirmwareStatus.INSTALLATION_FAILED);
            case DOWNLOAD_SCHEDULED,
                    DOWNLOAD_PAUSED,
                    IDLE,
                    INSTALL_REBOOTING,
                    INSTALL_SCHEDULED,
                    SIGNATURE_VERIFIED -> Optional.empty();
        };
    }

    /** What is to be said of signed firmware when the back end asks (L01.FR.28, .29). */
    static SignedFirmwareStatusNotificationRequest asked(Optional<FirmwareOrder> order) {
        SignedFirmwareStatus last =
                order.filter(FirmwareOrder::signed).map(FirmwareWords::status).orElse(SignedFirmwareStatus.IDLE);
        return last == SignedFirmwareStatus.IDLE || last == SignedFirmwareStatus.INSTALLED
                ? new SignedFirmwareStatusNotificationRequest(SignedFirmwareStatus.IDLE, Optional.empty())
                : new SignedFirmwareStatusNotificationRequest(last, order.flatMap(FirmwareOrder::request));
    }

    /** What is to be said of firmware by the older message when the back end asks (R-G02). */
    static FirmwareStatusNotificationRequest askedBefore(Optional<FirmwareOrder> order) {
        return new FirmwareStatusNotificationRequest(order.filter(one -> !settled(one))
                .map(FirmwareWords::status)
                .flatMap(FirmwareWords::older)
                .orElse(FirmwareStatus.IDLE));
    }
}
