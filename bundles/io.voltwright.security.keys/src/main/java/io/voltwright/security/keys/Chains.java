package io.voltwright.security.keys;

import io.voltwright.security.api.PeerCertificates;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Rules for certificates (RFC 5280; OCPP 1.6 security whitepaper, A00.FR.501 to 512). */
final class Chains {

    private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USE = "2.5.29.37.0";

    private Chains() {}

    static boolean holds(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    /** What is wrong with a chain at a moment; empty where it is good. */
    static Optional<String> flaw(List<X509Certificate> chain, List<X509Certificate> authorities, Instant at) {
        X509Certificate leaf = chain.get(0);
        try {
            leaf.checkValidity(Date.from(at));
        } catch (CertificateException e) {
            return Optional.of(
                    "it is not valid now: from " + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant());
        }
        Optional<X509Certificate> weak =
                chain.stream().filter(one -> !strong(one)).findFirst();
        if (weak.isPresent()) {
            return Optional.of("the key of " + weak.get().getSubjectX500Principal() + " is too short");
        }
        // A certificate that is trusted itself vouches for itself; PKIX knows no such path.
        if (authorities.contains(leaf)) {
            return Optional.empty();
        }
        if (authorities.isEmpty()) {
            return Optional.of("no authority is installed that could vouch for it");
        }
        return flawOfPath(chain, authorities, at);
    }

    private static Optional<String> flawOfPath(
            List<X509Certificate> chain, List<X509Certificate> authorities, Instant at) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain.get(0));
            Set<TrustAnchor> anchors =
                    authorities.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            // PKIX does not look at the dates of an authority that it trusts.
            return authorities.stream().anyMatch(one -> holds(one, at))
                    ? Optional.empty()
                    : Optional.of("the authority's certificate is not valid now");
        } catch (CertPathBuilderException e) {
            return Optional.of("no path leads from it to an authority that is installed");
        } catch (InvalidAlgorithmParameterException e) {
            return Optional.of("no authority is installed that could vouch for it");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates cannot be checked", e);
        }
    }

    static Optional<String> flawOfSubject(X509Certificate certificate, PeerCertificates.Subject subject) {
        if (!Certificates.subject(certificate, BCStyle.CN).equals(List.of(subject.commonName()))) {
            return Optional.of("its common name is not " + subject.commonName());
        }
        return Certificates.subject(certificate, BCStyle.O).contains(subject.organization())
                ? Optional.empty()
                : Optional.of("its organisation is not " + subject.organization());
    }

    /** Whether its extensions let it be shown by a client. */
    static Optional<String> flawOfClient(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0]) {
            return Optional.of("its key usage lacks digitalSignature");
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            return extended == null || extended.contains(CLIENT_USE) || extended.contains(ANY_USE)
                    ? Optional.empty()
                    : Optional.of("its extended key usage lacks clientAuth");
        } catch (CertificateParsingException e) {
            return Optional.of("its extended key usage cannot be read");
        }
    }

    private static boolean strong(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= 2048;
        }
        return !(certificate.getPublicKey() instanceof ECPublicKey ec)
                || ec.getParams().getCurve().getField().getFieldSize() >= 224;
    }

    /** From the certificate in question towards its authority, whatever the order in which they came. */
    static List<X509Certificate> ordered(List<X509Certificate> chain) {
        List<X509Certificate> ordered = new ArrayList<>(List.of(chain.get(0)));
        List<X509Certificate> rest = new ArrayList<>(chain.subList(1, chain.size()));
        Optional<X509Certificate> next = issuer(ordered, rest);
        while (next.isPresent()) {
            ordered.add(next.get());
            rest.remove(next.get());
            next = issuer(ordered, rest);
        }
        return ordered;
    }

    private static Optional<X509Certificate> issuer(List<X509Certificate> ordered, List<X509Certificate> rest) {
        var wanted = ordered.get(ordered.size() - 1).getIssuerX500Principal();
        return rest.stream()
                .filter(one -> one.getSubjectX500Principal().equals(wanted))
                .findFirst();
    }
}
