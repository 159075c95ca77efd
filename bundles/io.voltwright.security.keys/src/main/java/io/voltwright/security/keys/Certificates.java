package io.voltwright.security.keys;

import io.voltwright.security.api.PeerCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Makes keys with self-signed certificates for what the station presents before an operator gives it others. */
final class Certificates {

    /**
     * What stands in the certificates.
     *
     * @param hosts DNS names the station is reached by
     * @param addresses IP addresses it is reached by
     * @param applicationUri names the OPC UA server; clients compare it with its endpoint
     * @param validity of a new certificate
     */
    record Names(List<String> hosts, List<String> addresses, String applicationUri, Duration validity) {

        Names {
            hosts = List.copyOf(hosts);
            addresses = List.copyOf(addresses);
        }
    }

    /** A station without a battery behind its clock may start some days in the past. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final int OPC_UA_USAGE = KeyUsage.digitalSignature
            | KeyUsage.nonRepudiation
            | KeyUsage.keyEncipherment
            | KeyUsage.dataEncipherment
            | KeyUsage.keyCertSign;

    private Certificates() {}

    /** EC P-256; RSA-2048 for OPC UA, whose policy Basic256Sha256 knows nothing else. */
    static KeyStore.PrivateKeyEntry forListener(String listener, Names names, Instant now) {
        boolean opcUa = listener.startsWith("opcua");
        try {
            KeyPair pair = opcUa ? rsa() : ec();
            return selfSigned(pair, "voltwright " + listener, names, now, opcUa);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificate for '" + listener + "' could be made", e);
        }
    }

    /** Ed25519, for what the station vouches for. */
    static KeyStore.PrivateKeyEntry forSigning(Names names, Instant now) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return selfSigned(pair, "voltwright signer", names, now, false);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no signing key could be made", e);
        }
    }

    /**
     * A key for which a certificate is asked for elsewhere; until that comes a certificate of its own stands in its place.
     */
    static KeyStore.PrivateKeyEntry forRequest(PeerCertificates.KeyType type, Instant now) {
        try {
            KeyPair pair = type == PeerCertificates.KeyType.RSA_2048 ? rsa() : ec();
            Names none = new Names(List.of("request.invalid"), List.of(), "", Duration.ofDays(365));
            return selfSigned(pair, "request", none, now, false);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no key for a certificate could be made", e);
        }
    }

    /** The request for a certificate of this key, in DER (RFC 2986). */
    static byte[] request(KeyStore.PrivateKeyEntry key, PeerCertificates.Subject subject) {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, subject.organization())
                .addRDN(BCStyle.CN, subject.commonName())
                .build();
        KeyPair pair = new KeyPair(key.getCertificate().getPublicKey(), key.getPrivateKey());
        try {
            return new JcaPKCS10CertificationRequestBuilder(name, pair.getPublic())
                    .build(new JcaContentSignerBuilder(algorithm(pair)).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("no request for a certificate could be made", e);
        }
    }

    /** The texts of one attribute in the subject of a certificate. */
    static List<String> subject(X509Certificate certificate, ASN1ObjectIdentifier attribute) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return Arrays.stream(name.getRDNs(attribute))
                .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
                .toList();
    }

    private static KeyPair ec() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static KeyStore.PrivateKeyEntry selfSigned(
            KeyPair pair, String name, Names names, Instant now, boolean opcUa)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        X500Name subject = new X500Name("CN=" + name);
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(159, new SecureRandom()).setBit(158),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(names.validity())),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(opcUa ? OPC_UA_USAGE : KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names, opcUa));
        var signer = new JcaContentSignerBuilder(algorithm(pair)).build(pair.getPrivate());
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        return new KeyStore.PrivateKeyEntry(pair.getPrivate(), new Certificate[] {certificate});
    }

    private static GeneralNames alternatives(Names names, boolean opcUa) {
        List<GeneralName> all = new ArrayList<>();
        if (opcUa) {
            all.add(new GeneralName(GeneralName.uniformResourceIdentifier, names.applicationUri()));
        }
        names.hosts().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
        names.addresses().forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static String algorithm(KeyPair pair) {
        String key = pair.getPublic().getAlgorithm();
        if (key.equals("RSA")) {
            return "SHA256withRSA";
        }
        return key.equals("EC") ? "SHA256withECDSA" : "Ed25519";
    }
}
