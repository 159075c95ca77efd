package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.PeerCertificates.KeyType;
import io.voltwright.security.api.PeerCertificates.Subject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a back end is configured as to what must be guarded: its address over TLS, certificates, firmware and files.
 *
 * @param secureAddress where the station goes once the security profile is 2 or 3
 * @param oneRoot whether a new root certificate must be signed by the one it replaces (AdditionalRootCertificateCheck)
 * @param keys what kind of key certificates are asked for
 * @param serial the station's serial number, as certificates name it
 * @param unsignedFirmware whether UpdateFirmware is taken, which carries no signature
 * @param protocols for files: FTP, FTPS, HTTP, HTTPS
 * @param hosts that may be spoken to for files though they are not public: names, addresses, networks as 10.1.0.0/16
 */
record Protection(
        URI secureAddress,
        boolean oneRoot,
        KeyType keys,
        String serial,
        boolean unsignedFirmware,
        Set<String> protocols,
        List<String> hosts) {

    private static final Set<String> PROTOCOLS = Set.of("FTP", "FTPS", "HTTP", "HTTPS");

    /** Nothing but what is safe. */
    static Protection of(URI address, String serial) {
        return new Protection(secure(address), false, KeyType.EC_P256, serial, false, PROTOCOLS, List.of());
    }

    /**
     * @throws IllegalArgumentException says what is allowed
     */
    static Protection of(BackEndConfig config, String identity, String serial, URI address) {
        URI secure =
                config.secureUrl().isEmpty() ? secure(address) : WebSocketDialer.address(config.secureUrl(), identity);
        if (!"wss".equals(secure.getScheme()) || secure.getHost() == null) {
            throw new IllegalArgumentException(
                    "secureUrl = '" + config.secureUrl() + "' is wrong; allowed: an address that begins with wss://");
        }
        Set<String> protocols = new TreeSet<>();
        for (String protocol : config.transferProtocols()) {
            String name = protocol.strip().toUpperCase(Locale.ROOT);
            if (!PROTOCOLS.contains(name)) {
                throw new IllegalArgumentException(
                        "transferProtocols = '" + protocol + "' is wrong; allowed: FTP, FTPS, HTTP, HTTPS");
            }
            protocols.add(name);
        }
        return new Protection(
                secure,
                config.additionalRootCertificateCheck(),
                keyType(config.keyType()),
                serial.isEmpty() ? identity : serial,
                config.unsignedFirmware(),
                protocols,
                TransferRules.checked(List.of(config.transferHosts())));
    }

    private static URI secure(URI address) {
        return URI.create(address.toString().replaceFirst("^ws:", "wss:"));
    }

    private static KeyType keyType(String text) {
        return switch (text) {
            case "EC" -> KeyType.EC_P256;
            case "RSA" -> KeyType.RSA_2048;
            default -> throw new IllegalArgumentException("keyType = '" + text + "' is wrong; allowed: EC, RSA");
        };
    }

    /** Whom certificates of the station name (A00.FR.511, A02.FR.13). */
    Subject subject(String operator) {
        return new Subject(serial, operator);
    }
}
