package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.PeerCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates in memory; a chain is good where an authority signed its first one, which is valid at the test's time. */
final class FakeCertificates implements PeerCertificates {

    final Map<String, List<X509Certificate>> authorities = new HashMap<>();
    final List<X509Certificate> configured = new ArrayList<>();
    final List<KeyStore.PrivateKeyEntry> own = new ArrayList<>();
    final List<Subject> requests = new ArrayList<>();
    Verdict verdict = new Verdict.Refused("no verdict was set");
    private final Supplier<Instant> now;

    FakeCertificates(Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public List<X509Certificate> authorities(String scope) {
        return List.copyOf(authorities.getOrDefault(scope, List.of()));
    }

    @Override
    public List<X509Certificate> configured(String name) {
        return List.copyOf(configured);
    }

    @Override
    public void install(String scope, X509Certificate authority) {
        List<X509Certificate> known = authorities.computeIfAbsent(scope, s -> new ArrayList<>());
        if (!known.contains(authority)) {
            known.add(authority);
        }
    }

    @Override
    public boolean remove(String scope, X509Certificate authority) {
        return authorities.getOrDefault(scope, new ArrayList<>()).remove(authority);
    }

    @Override
    public String request(String scope, Subject subject, KeyType type) {
        requests.add(subject);
        return "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
    }

    @Override
    public Verdict accept(String scope, String chain, Subject subject, List<X509Certificate> roots) {
        return verdict;
    }

    /** A certificate that the station has. */
    KeyStore.PrivateKeyEntry gives(KeyPair pair, X509Certificate certificate) {
        KeyStore.PrivateKeyEntry entry =
                new KeyStore.PrivateKeyEntry(pair.getPrivate(), new Certificate[] {certificate});
        own.add(0, entry);
        return entry;
    }

    @Override
    public List<KeyStore.PrivateKeyEntry> own(String scope) {
        return List.copyOf(own);
    }

    @Override
    public Optional<String> flaw(List<X509Certificate> chain, List<X509Certificate> roots) {
        X509Certificate leaf = chain.get(0);
        try {
            leaf.checkValidity(Date.from(now.get()));
        } catch (GeneralSecurityException e) {
            return Optional.of("not valid now");
        }
        boolean good = roots.stream().anyMatch(root -> root.equals(leaf) || signed(leaf, root));
        return good ? Optional.empty() : Optional.of("no path");
    }

    private static boolean signed(X509Certificate leaf, X509Certificate root) {
        try {
            leaf.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public List<X509Certificate> read(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public SSLContext client(
            List<X509Certificate> roots,
            Optional<KeyStore.PrivateKeyEntry> identity,
            Consumer<List<X509Certificate>> presented) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate root : roots) {
                store.setCertificateEntry("root-" + store.size(), root);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
