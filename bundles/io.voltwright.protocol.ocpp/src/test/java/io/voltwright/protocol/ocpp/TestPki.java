package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority made for a test, and what it vouches for. */
final class TestPki {

    static final Duration YEAR = Duration.ofDays(365);
    private static final char[] NO_SECRET = "changeit".toCharArray();
    private static long serial = 0x0A00;

    final KeyPair pair;
    final X509Certificate certificate;
    private final X500Name name;

    private TestPki(X500Name name, KeyPair pair, X509Certificate certificate) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
    }

    static TestPki root(String name) {
        KeyPair pair = ec();
        X500Name subject = new X500Name("CN=" + name + ",O=Test");
        return new TestPki(
                subject,
                pair,
                issue(subject, pair, subject, pair, start(), YEAR.multipliedBy(10), true, Optional.empty()));
    }

    // Long before the tests' time and today, so that both agree.
    private static Instant start() {
        return Instant.parse("2025-06-01T00:00:00Z");
    }

    /** A root that this one signs, as one that takes its place. */
    TestPki successor(String successor) {
        KeyPair next = ec();
        X500Name subject = new X500Name("CN=" + successor + ",O=Test");
        return new TestPki(
                subject,
                next,
                issue(name, pair, subject, next, start(), YEAR.multipliedBy(10), true, Optional.empty()));
    }

    X509Certificate issue(String subject, KeyPair of, Instant begin, Duration validity) {
        return issue(name, pair, new X500Name(subject), of, begin, validity, false, Optional.empty());
    }

    X509Certificate issue(String subject, KeyPair of, Optional<KeyPurposeId> use) {
        return issue(name, pair, new X500Name(subject), of, start(), YEAR.multipliedBy(10), false, use);
    }

    /** For a server of this name, and no other. */
    X509Certificate issueFor(String host, KeyPair of) {
        return issue(
                name,
                pair,
                new X500Name("CN=" + host),
                of,
                start(),
                YEAR.multipliedBy(10),
                false,
                Optional.empty(),
                host);
    }

    static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate issue(
            X500Name issuer,
            KeyPair with,
            X500Name subject,
            KeyPair of,
            Instant begin,
            Duration validity,
            boolean authority,
            Optional<KeyPurposeId> use) {
        return issue(issuer, with, subject, of, begin, validity, authority, use, "localhost", "127.0.0.1");
    }

    private static X509Certificate issue(
            X500Name issuer,
            KeyPair with,
            X500Name subject,
            KeyPair of,
            Instant begin,
            Duration validity,
            boolean authority,
            Optional<KeyPurposeId> use,
            String... hosts) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(serial++),
                    Date.from(begin),
                    Date.from(begin.plus(validity)),
                    subject,
                    of.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (use.isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use.get()));
            }
            if (!authority) {
                GeneralName[] names = Arrays.stream(hosts)
                        .map(host -> new GeneralName(
                                Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(with.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server on the loopback. */
    SSLContext server() {
        KeyPair own = ec();
        return server(own, issue("CN=localhost", own, Optional.of(KeyPurposeId.id_kp_serverAuth)));
    }

    SSLContext server(KeyPair own, X509Certificate issued) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", own.getPrivate(), NO_SECRET, new Certificate[] {issued, certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_SECRET);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a JSON text. */
    static String json(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }
}
