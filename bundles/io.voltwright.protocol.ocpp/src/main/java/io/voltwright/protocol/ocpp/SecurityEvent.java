package io.voltwright.protocol.ocpp;

import java.util.Arrays;
import java.util.Optional;

/** Security events (security whitepaper, section 8); what is pushed is told to the back end, all stand in the security log. */
enum SecurityEvent {
    FIRMWARE_UPDATED("FirmwareUpdated", true),
    FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM("FailedToAuthenticateAtCentralSystem", false),
    SETTING_SYSTEM_TIME("SettingSystemTime", true),
    STARTUP_OF_THE_DEVICE("StartupOfTheDevice", true),
    RESET_OR_REBOOT("ResetOrReboot", true),
    SECURITY_LOG_WAS_CLEARED("SecurityLogWasCleared", true),
    RECONFIGURATION_OF_SECURITY_PARAMETERS("ReconfigurationOfSecurityParameters", false),
    MEMORY_EXHAUSTION("MemoryExhaustion", true),
    TAMPER_DETECTION_ACTIVATED("TamperDetectionActivated", true),
    // By the table these are not critical; the conformance tests want them pushed.
    INVALID_FIRMWARE_SIGNATURE("InvalidFirmwareSignature", true),
    INVALID_FIRMWARE_SIGNING_CERTIFICATE("InvalidFirmwareSigningCertificate", true),
    INVALID_CENTRAL_SYSTEM_CERTIFICATE("InvalidCentralSystemCertificate", true),
    INVALID_CHARGE_POINT_CERTIFICATE("InvalidChargePointCertificate", true),
    INVALID_TLS_VERSION("InvalidTLSVersion", true),
    INVALID_TLS_CIPHER_SUITE("InvalidTLSCipherSuite", true),
    MAINTENANCE_LOGIN_ACCEPTED("MaintenanceLoginAccepted", true),
    MAINTENANCE_LOGIN_FAILED("MaintenanceLoginFailed", true);

    private final String text;
    private final boolean pushed;

    SecurityEvent(String text, boolean pushed) {
        this.text = text;
        this.pushed = pushed;
    }

    String text() {
        return text;
    }

    boolean pushed() {
        return pushed;
    }

    static Optional<SecurityEvent> of(String text) {
        return Arrays.stream(values()).filter(event -> event.text.equals(text)).findFirst();
    }
}
