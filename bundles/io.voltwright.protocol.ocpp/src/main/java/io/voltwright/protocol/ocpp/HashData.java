package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.CertificateHashData;
import io.voltwright.protocol.ocpp.Ocpp16.HashAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How back ends name certificates: by hashes over the issuer's name and key, and the serial number (R-Z10; RFC 6960). */
final class HashData {

    private HashData() {}

    /**
     * @param others where the issuer's key is looked for; a root is its own issuer
     */
    static CertificateHashData of(X509Certificate certificate, List<X509Certificate> others, HashAlgorithm algorithm) {
        PublicKey issuer = others.stream()
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .map(X509Certificate::getPublicKey)
                .findFirst()
                .orElseGet(certificate::getPublicKey);
        return new CertificateHashData(
                algorithm,
                hash(algorithm, certificate.getIssuerX500Principal().getEncoded()),
                hash(algorithm, bits(issuer)),
                serial(certificate.getSerialNumber()));
    }

    /** Whether both name the same certificate, whatever the case and leading zeros. */
    static boolean same(CertificateHashData one, CertificateHashData other) {
        return one.hashAlgorithm() == other.hashAlgorithm()
                && one.issuerNameHash().equalsIgnoreCase(other.issuerNameHash())
                && one.issuerKeyHash().equalsIgnoreCase(other.issuerKeyHash())
                && bare(one.serialNumber()).equals(bare(other.serialNumber()));
    }

    private static String bare(String serial) {
        return serial.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    }

    private static String serial(BigInteger number) {
        return number.toString(16);
    }

    private static String hash(HashAlgorithm algorithm, byte[] content) {
        String name =
                switch (algorithm) {
                    case SHA256 -> "SHA-256";
                    case SHA384 -> "SHA-384";
                    case SHA512 -> "SHA-512";
                };
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // SubjectPublicKeyInfo is a sequence of the algorithm and a bit string; the hash is over the bits without tag,
    // length and the
    // count of unused bits (RFC 6960, 4.1.1).
    private static byte[] bits(PublicKey key) {
        byte[] info = key.getEncoded();
        int algorithm = content(info, 0);
        int bits = content(info, algorithm) + length(info, algorithm);
        return Arrays.copyOfRange(info, content(info, bits) + 1, info.length);
    }

    /** Where the content of the element at this place begins. */
    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xFF);
        }
        return length;
    }
}
