package io.voltwright.security.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Builds JSSE contexts: TLS 1.3 and 1.2, forward secrecy, authenticated encryption, checked host names. */
final class TlsContexts {

    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    static final List<String> SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private TlsContexts() {}

    static SSLContext of(Optional<KeyStore.PrivateKeyEntry> identity, Optional<List<X509Certificate>> authorities) {
        return of(identity, authorities, chain -> {});
    }

    /**
     * @param presented hears the chain of a server before it is checked
     */
    static SSLContext of(
            Optional<KeyStore.PrivateKeyEntry> identity,
            Optional<List<X509Certificate>> authorities,
            Consumer<List<X509Certificate>> presented) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(identity), trust(authorities, presented), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context could be made", e);
        }
    }

    static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    /** The certificates of a PEM file. */
    static List<X509Certificate> read(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(pem + " holds no certificate; it must be PEM");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(pem + " cannot be read as PEM certificates", e);
        }
    }

    private static KeyManager[] keys(Optional<KeyStore.PrivateKeyEntry> identity)
            throws GeneralSecurityException, IOException {
        if (identity.isEmpty()) {
            return new KeyManager[0];
        }
        char[] once = UUID.randomUUID().toString().toCharArray();
        KeyStore store = empty();
        store.setEntry("identity", identity.get(), new KeyStore.PasswordProtection(once));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, once);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(
            Optional<List<X509Certificate>> authorities, Consumer<List<X509Certificate>> presented)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (authorities.isPresent()) {
            KeyStore store = empty();
            for (X509Certificate authority : authorities.get()) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            factory.init(store);
        } else {
            factory.init((KeyStore) null);
        }
        return Arrays.stream(factory.getTrustManagers())
                .map(manager ->
                        manager instanceof X509ExtendedTrustManager trust ? new DatedTrust(trust, presented) : manager)
                .toArray(TrustManager[]::new);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
