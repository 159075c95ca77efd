package io.voltwright.itests;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A certificate authority made for one test, and the servers it vouches for. */
final class Authority {

    private static final char[] NO_SECRET = "changeit".toCharArray();

    private final String name;
    private final KeyPair pair = keyPair();
    private final X509Certificate certificate;

    Authority(String name) {
        this.name = name;
        this.certificate = certificate(common(name), pair.getPublic(), Use.AUTHORITY);
    }

    /** The authority's certificate, for an operator to put into the configuration folder. */
    String pem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** What a certificate is for. */
    private enum Use {
        AUTHORITY,
        SERVER,
        CLIENT
    }

    /**
     * Key and certificate of a server on loopback, as files.
     *
     * @param authority whose certificates it believes where it asks its clients for one
     */
    record Server(Path key, Path certificate, Path authority, SSLContext context) {}

    /** Writes {@code NAME.key.pem}, {@code NAME.crt.pem} and {@code NAME.ca.pem} of a server on loopback into a folder. */
    Server server(String server, Path folder) throws IOException {
        KeyPair own = keyPair();
        X509Certificate issued = certificate(common(server), own.getPublic(), Use.SERVER);
        Files.createDirectories(folder);
        Path key = folder.resolve(server + ".key.pem");
        Path file = folder.resolve(server + ".crt.pem");
        Path believed = folder.resolve(server + ".ca.pem");
        Files.writeString(believed, pem());
        Files.writeString(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        Files.writeString(file, pem("CERTIFICATE", encoded(issued)));
        return new Server(key, file, believed, context(own, issued));
    }

    /** The certificate that a client's request asks for, both in PEM. */
    String sign(String request) {
        try (PEMParser parser = new PEMParser(new StringReader(request))) {
            JcaPKCS10CertificationRequest wanted =
                    new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
            X500Principal subject = new X500Principal(wanted.getSubject().getEncoded());
            return pem("CERTIFICATE", encoded(certificate(subject, wanted.getPublicKey(), Use.CLIENT)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that trusts nobody but this authority. */
    SSLContext client() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrustManager[] trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private SSLContext context(KeyPair own, X509Certificate issued) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", own.getPrivate(), NO_SECRET, new Certificate[] {issued, certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_SECRET);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X500Principal common(String name) {
        return new X500Principal("CN=" + name);
    }

    private X509Certificate certificate(X500Principal subject, PublicKey of, Use use) {
        boolean authority = use == Use.AUTHORITY;
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    common(name),
                    BigInteger.valueOf(now.toEpochMilli())
                            .shiftLeft(16)
                            .add(BigInteger.valueOf(subject.hashCode() & 0xFFFF)),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(60))),
                    subject,
                    of);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (!authority) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                                use == Use.SERVER ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth));
            }
            if (use == Use.SERVER) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.dNSName, "localhost")
                }));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }
}
