package io.voltwright.itests.ocpp;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/** An authority of the laboratory, and what it vouches for. */
final class LabPki {

    private static long serial = System.nanoTime();

    private final X500Name name;
    private final KeyPair pair = keyPair("EC");
    private final X509Certificate certificate;

    LabPki(String name) {
        this.name = new X500Name("CN=" + name + ",O=Laboratory");
        this.certificate = issue(this.name, pair.getPublic(), Duration.ofDays(30), true);
    }

    String pem() {
        return pem(certificate);
    }

    static KeyPair keyPair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for a key. */
    X509Certificate vouch(String subject, PublicKey key) {
        return issue(new X500Name(subject), key, Duration.ofDays(20), false);
    }

    /** What stands in a request for a certificate, in PEM. */
    static PKCS10CertificationRequest request(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return (PKCS10CertificationRequest) parser.readObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate that a request asks for, in PEM. */
    String sign(String request) {
        try {
            JcaPKCS10CertificationRequest wanted = new JcaPKCS10CertificationRequest(request(request));
            return pem(issue(wanted.getSubject(), wanted.getPublicKey(), Duration.ofDays(20), false));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate issue(X500Name subject, PublicKey key, Duration validity, boolean authority) {
        Instant now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(serial++),
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(validity)),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
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

    static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a text of JSON. */
    static String json(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }

    /** RSA-PSS over SHA-256, in base64. */
    static String signature(KeyPair by, byte[] content) {
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(by.getPrivate());
            signature.update(content);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a server shows, which may change, and what its clients show. */
    static final class Shield {

        private final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
        private volatile PrivateKey key;
        private volatile X509Certificate[] chain;

        Shield(LabPki authority) {
            KeyPair own = keyPair("EC");
            key = own.getPrivate();
            chain = new X509Certificate[] {authority.vouch("CN=127.0.0.1", own.getPublic()), authority.certificate};
        }

        /** From now on the server shows a certificate of this authority. */
        void show(LabPki authority) {
            KeyPair own = keyPair("EC");
            X509Certificate issued = authority.vouch("CN=127.0.0.1", own.getPublic());
            key = own.getPrivate();
            chain = new X509Certificate[] {issued, authority.certificate};
        }

        /** The certificates that clients have shown. */
        List<X509Certificate> clients() {
            return List.copyOf(clients);
        }

        SSLContext context() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {new Keys()}, new TrustManager[] {new Trust()}, null);
                // A session that is taken up again shows no certificate.
                context.getServerSessionContext().setSessionCacheSize(1);
                context.getServerSessionContext().setSessionTimeout(1);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        SSLParameters parameters() {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.2", "TLSv1.3"});
            parameters.setWantClientAuth(true);
            return parameters;
        }

        private final class Trust implements X509TrustManager {

            @Override
            public void checkClientTrusted(X509Certificate[] shown, String type) {
                clients.add(shown[0]);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] shown, String type) {
                throw new UnsupportedOperationException();
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        }

        private final class Keys extends X509ExtendedKeyManager {

            @Override
            public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
                return null;
            }

            @Override
            public @Nullable String chooseClientAlias(
                    String[] type, Principal @Nullable [] issuers, @Nullable Socket socket) {
                return null;
            }

            @Override
            public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
                return new String[] {"server"};
            }

            @Override
            public @Nullable String chooseServerAlias(
                    String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
                return type.contains("EC") ? "server" : null;
            }

            @Override
            public @Nullable String chooseEngineServerAlias(
                    String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
                return type.contains("EC") ? "server" : null;
            }

            @Override
            public X509Certificate[] getCertificateChain(String alias) {
                return chain.clone();
            }

            @Override
            public PrivateKey getPrivateKey(String alias) {
                return key;
            }
        }
    }
}
