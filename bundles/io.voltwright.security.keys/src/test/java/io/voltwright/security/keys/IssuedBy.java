package io.voltwright.security.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs with a key that is not an authority of its own. */
final class IssuedBy {

    private IssuedBy() {}

    static X509Certificate sign(
            KeyPair issuer, String name, String request, String subject, Instant begin, Duration validity) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name(name),
                    BigInteger.TEN,
                    Date.from(begin),
                    Date.from(begin.plus(validity)),
                    new X500Name(subject),
                    TestAuthority.request(request).getPublicKey());
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
