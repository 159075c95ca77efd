package io.voltwright.protocol.ocpp;

import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Tells from a failed connection what a security event has to say of it (R-Z04, A00.FR.309, 315, 318). */
final class TlsTrouble {

    private TlsTrouble() {}

    static Optional<SecurityEvent> event(Throwable failure) {
        boolean tls = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Optional.of(SecurityEvent.INVALID_CENTRAL_SYSTEM_CERTIFICATE);
            }
            tls |= cause instanceof SSLException;
        }
        String text = text(failure);
        if (!tls) {
            return text.contains("status 401") || text.contains("status 403")
                    ? Optional.of(SecurityEvent.FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM)
                    : Optional.empty();
        }
        if (text.contains("protocol_version") || text.contains("protocol version")) {
            return Optional.of(SecurityEvent.INVALID_TLS_VERSION);
        }
        if (text.contains("no name matching") || text.contains("subject alternative")) {
            return Optional.of(SecurityEvent.INVALID_CENTRAL_SYSTEM_CERTIFICATE);
        }
        // What a server says that has no suite in common with us, and what the JDK says of one that selects another.
        return text.contains("handshake_failure") || text.contains("cipher suite") || text.contains("ciphersuite")
                ? Optional.of(SecurityEvent.INVALID_TLS_CIPHER_SUITE)
                : Optional.empty();
    }

    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }
}
