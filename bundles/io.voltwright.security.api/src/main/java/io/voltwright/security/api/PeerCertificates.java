package io.voltwright.security.api;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Certificates that a peer manages on the station: authorities it installs, and the station's own ones that it signs.
 *
 * <p>Each peer has a scope of its own, as {@code ocpp.acme}: lower-case letters, digits, dots, hyphens. All methods may block on
 * the disk; what is kept is durable when they return.
 */
@ProviderType
public interface PeerCertificates {

    /** Authorities that were installed under the scope, oldest first. */
    List<X509Certificate> authorities(String scope);

    /**
     * The authorities in a PEM file of the configuration folder, which belong to the operator.
     *
     * @param name of the file, with or without {@code .pem}
     * @throws IllegalArgumentException if there is no such file, or no certificate in it
     */
    List<X509Certificate> configured(String name);

    /** Keeps an authority; the same again changes nothing. */
    void install(String scope, X509Certificate authority);

    /** Forgets an authority; false where it was not there. */
    boolean remove(String scope, X509Certificate authority);

    /**
     * Makes a new key pair and a request for its certificate (PKCS#10, RFC 2986). The key never leaves the key store; of requests
     * without an answer the newest three are kept.
     *
     * @return in PEM
     */
    String request(String scope, Subject subject, KeyType type);

    /**
     * Takes the certificate that was made for a request: it must be for the key and subject of the request, its period must not
     * be over, and its chain must lead to one of the authorities. It may begin to be valid later.
     *
     * @param chain in PEM, the station's certificate first
     */
    Verdict accept(String scope, String chain, Subject subject, List<X509Certificate> authorities);

    /** Keys with certificates of the station under the scope that are valid now, newest first by the begin of their validity. */
    List<KeyStore.PrivateKeyEntry> own(String scope);

    /**
     * What is wrong with a chain of certificates: a period, a signature, a key that is too short, a path to none of the authorities.
     *
     * @param chain the certificate in question first; intermediate ones in any order
     * @return a sentence; empty where the chain is good
     */
    Optional<String> flaw(List<X509Certificate> chain, List<X509Certificate> authorities);

    /**
     * Reads certificates.
     *
     * @throws IllegalArgumentException if the text is no PEM, or holds no certificate
     */
    List<X509Certificate> read(String pem);

    /**
     * A context for a connection that the station opens; to be used with {@link Tls#parameters()}.
     *
     * @param authorities whom to trust; empty: the platform's
     * @param identity what to present where the peer asks for it
     * @param presented hears the peer's chain, before it is checked; on the thread of the handshake
     */
    SSLContext client(
            List<X509Certificate> authorities,
            Optional<KeyStore.PrivateKeyEntry> identity,
            Consumer<List<X509Certificate>> presented);

    /** Kinds of keys that are strong enough (OCPP 1.6 security whitepaper, A00.FR.502 and 503). */
    enum KeyType {
        EC_P256,
        RSA_2048
    }

    /**
     * Whom a certificate of the station names.
     *
     * @param commonName the station's serial number
     * @param organization the name of its operator
     */
    record Subject(String commonName, String organization) {}

    /** What became of a certificate. */
    sealed interface Verdict {

        /** It is kept, and used from the begin of its validity. */
        record Accepted(X509Certificate certificate) implements Verdict {}

        /** It is thrown away. */
        record Refused(String reason) implements Verdict {}
    }
}
