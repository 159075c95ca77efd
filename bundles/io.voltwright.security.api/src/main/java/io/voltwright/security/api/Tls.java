package io.voltwright.security.api;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.osgi.annotation.versioning.ProviderType;

/** TLS contexts from the one key store: TLS 1.3 and 1.2 with forward secrecy (R-Z03). */
@ProviderType
public interface Tls {

    /** For a listener, with its own identity. */
    SSLContext server(String listener);

    /**
     * For a connection that the station opens.
     *
     * @param authorities name of the PEM file in the configuration folder with the trusted authorities, with or without
     *     {@code .pem}; where empty the platform's
     * @param identity the identity to present, where the peer asks for one
     * @throws IllegalArgumentException if there is no such file, or no certificate in it
     */
    SSLContext client(Optional<String> authorities, Optional<String> identity);

    /** Protocols and suites for both; host names are checked. A context without them would speak older suites too. */
    SSLParameters parameters();
}
