package io.voltwright.security.keys;

import io.voltwright.base.api.Time;
import io.voltwright.security.api.PeerCertificates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Certificates that peers manage, in the one key store (OCPP 1.6 security whitepaper, use cases A02, A03, M03 to M05). */
@Component
public final class StationCertificates implements PeerCertificates {

    static final String AUTHORITY = "authority";
    static final String OWN = "own";
    private static final String REQUEST = "request";
    private static final int MOST_REQUESTS = 3;
    private static final int MOST_OWN = 3;
    /** An older certificate is kept as a fallback so long (A02.FR.10). */
    private static final Duration FALLBACK = Duration.ofDays(30);

    private final StationKeys keys;
    private final Time time;

    @Activate
    public StationCertificates(@Reference StationKeys keys, @Reference Time time) {
        this.keys = keys;
        this.time = time;
    }

    @Override
    public List<X509Certificate> authorities(String scope) {
        return file().aliases().stream()
                .filter(alias -> alias.startsWith(prefix(AUTHORITY, scope)))
                .map(this::authority)
                .toList();
    }

    private X509Certificate authority(String alias) {
        var entry = (KeyStore.TrustedCertificateEntry) file().entry(alias).orElseThrow();
        return (X509Certificate) entry.getTrustedCertificate();
    }

    @Override
    public List<X509Certificate> configured(String name) {
        return keys.trusted(name);
    }

    @Override
    public synchronized void install(String scope, X509Certificate authority) {
        if (!authorities(scope).contains(authority)) {
            // The number keeps the order in which they came; aliases sort as texts.
            String alias = prefix(AUTHORITY, scope) + "%015d".formatted(next(scope));
            file().put(alias, new KeyStore.TrustedCertificateEntry(authority));
        }
    }

    private long next(String scope) {
        return file().aliases().stream()
                        .filter(alias -> alias.startsWith(prefix(AUTHORITY, scope)))
                        .mapToLong(alias -> Long.parseLong(alias.substring(alias.lastIndexOf(':') + 1)))
                        .max()
                        .orElse(0)
                + 1;
    }

    @Override
    public synchronized boolean remove(String scope, X509Certificate authority) {
        List<String> found = file().aliases().stream()
                .filter(alias -> alias.startsWith(prefix(AUTHORITY, scope)))
                .filter(alias -> authority(alias).equals(authority))
                .toList();
        if (!found.isEmpty()) {
            file().remove(found);
        }
        return !found.isEmpty();
    }

    @Override
    public synchronized String request(String scope, Subject subject, KeyType type) {
        KeyStore.PrivateKeyEntry key = Certificates.forRequest(type, time.instant());
        byte[] request = Certificates.request(key, subject);
        String alias = prefix(REQUEST, scope) + "%015d".formatted(time.instant().toEpochMilli()) + ":"
                + fingerprint(key.getCertificate().getPublicKey());
        file().put(alias, key);
        // This one stays whatever the clock says: it may have been set back.
        List<String> others = new ArrayList<>(aliases(REQUEST, scope));
        others.remove(alias);
        if (others.size() >= MOST_REQUESTS) {
            file().remove(others.subList(0, others.size() - MOST_REQUESTS + 1));
        }
        return "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    @Override
    public synchronized Verdict accept(String scope, String chain, Subject subject, List<X509Certificate> authorities) {
        List<X509Certificate> certificates;
        try {
            certificates = read(chain);
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused(String.valueOf(e.getMessage()));
        }
        X509Certificate certificate = certificates.get(0);
        Optional<String> request = aliases(REQUEST, scope).stream()
                .filter(alias -> alias.endsWith(":" + fingerprint(certificate.getPublicKey())))
                .findFirst();
        if (request.isEmpty()) {
            return new Verdict.Refused("it is for a key that was not asked for");
        }
        Optional<String> flaw = Chains.flawOfSubject(certificate, subject)
                .or(() -> Chains.flaw(certificates, authorities, begun(certificate)))
                .or(() -> Chains.flawOfClient(certificate));
        if (flaw.isPresent()) {
            return new Verdict.Refused(flaw.get());
        }
        KeyStore.PrivateKeyEntry key =
                (KeyStore.PrivateKeyEntry) file().entry(request.get()).orElseThrow();
        file().put(
                        alias(scope, certificate),
                        new KeyStore.PrivateKeyEntry(
                                key.getPrivateKey(),
                                Chains.ordered(certificates).toArray(Certificate[]::new)));
        file().remove(List.of(request.get()));
        prune(scope);
        return new Verdict.Accepted(certificate);
    }

    // One that begins later is looked at as of its first moment (A02.FR.08).
    private Instant begun(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        return begin.isAfter(time.instant()) ? begin : time.instant();
    }

    private static String alias(String scope, X509Certificate certificate) {
        return prefix(OWN, scope)
                + "%015d"
                        .formatted(Math.max(
                                0, certificate.getNotBefore().toInstant().toEpochMilli())) + ":"
                + fingerprint(certificate.getPublicKey());
    }

    // Sorted by the begin of their validity, oldest first.
    private void prune(String scope) {
        List<String> all = aliases(OWN, scope);
        List<String> old = new ArrayList<>(all.subList(0, Math.max(0, all.size() - MOST_OWN)));
        all.stream()
                .filter(alias -> !old.contains(alias))
                .filter(alias ->
                        entry(alias).getNotAfter().toInstant().plus(FALLBACK).isBefore(time.instant()))
                .forEach(old::add);
        if (!old.isEmpty()) {
            file().remove(old);
        }
    }

    private X509Certificate entry(String alias) {
        var entry = (KeyStore.PrivateKeyEntry) file().entry(alias).orElseThrow();
        return (X509Certificate) entry.getCertificate();
    }

    @Override
    public List<KeyStore.PrivateKeyEntry> own(String scope) {
        Instant now = time.instant();
        return aliases(OWN, scope).stream()
                .sorted(Comparator.reverseOrder())
                .filter(alias -> Chains.holds(entry(alias), now))
                .map(alias -> (KeyStore.PrivateKeyEntry) file().entry(alias).orElseThrow())
                .toList();
    }

    @Override
    public Optional<String> flaw(List<X509Certificate> chain, List<X509Certificate> authorities) {
        return Chains.flaw(chain, authorities, time.instant());
    }

    @Override
    public List<X509Certificate> read(String pem) {
        if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException("it is no certificate in PEM");
        }
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("it holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it cannot be read as certificates in PEM", e);
        }
    }

    @Override
    public SSLContext client(
            List<X509Certificate> authorities,
            Optional<KeyStore.PrivateKeyEntry> identity,
            Consumer<List<X509Certificate>> presented) {
        SSLContext context =
                TlsContexts.of(identity, Optional.of(authorities).filter(known -> !known.isEmpty()), presented);
        // Where a session is taken up again no certificate is shown, so each connection begins with one of its own.
        context.getClientSessionContext().setSessionTimeout(1);
        return context;
    }

    private List<String> aliases(String kind, String scope) {
        return file().aliases().stream()
                .filter(alias -> alias.startsWith(prefix(kind, scope)))
                .toList();
    }

    private static String prefix(String kind, String scope) {
        return kind + ":" + StationKeys.checked(scope) + ":";
    }

    private KeyFile file() {
        return keys.file();
    }

    private static String fingerprint(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
