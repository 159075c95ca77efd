package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Whether a file is signed by who says so (L01.FR.04, L01.FR.12): RSA-PSS or ECDSA, over SHA-256 of the whole file. */
final class Signing {

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final int HASH_BYTES = 32;

    private Signing() {}

    /** Whether the certificate's extensions let it sign code. */
    static Optional<String> flaw(X509Certificate signer) {
        boolean[] usage = signer.getKeyUsage();
        if (usage != null && !usage[0]) {
            return Optional.of("its key usage lacks digitalSignature");
        }
        try {
            List<String> extended = signer.getExtendedKeyUsage();
            return extended == null || extended.contains(CODE_SIGNING)
                    ? Optional.empty()
                    : Optional.of("its extended key usage lacks codeSigning");
        } catch (CertificateParsingException e) {
            return Optional.of("its extended key usage cannot be read");
        }
    }

    /**
     * @param signature in base64
     */
    static boolean verifies(Path file, X509Certificate signer, String signature) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(signature.strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
        PublicKey key = signer.getPublicKey();
        try {
            if (key instanceof RSAPublicKey rsa) {
                // The salt is as long as the hash, or as long as there is room for it.
                int room = (rsa.getModulus().bitLength() + 6) / 8 - HASH_BYTES - 2;
                return pss(file, key, bytes, HASH_BYTES) || pss(file, key, bytes, room);
            }
            return key.getAlgorithm().equals("EC")
                    && verifies(Signature.getInstance("SHA256withECDSA"), file, key, bytes);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean pss(Path file, PublicKey key, byte[] signature, int salt)
            throws GeneralSecurityException, IOException {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        return verifies(verifier, file, key, signature);
    }

    private static boolean verifies(Signature verifier, Path file, PublicKey key, byte[] signature)
            throws GeneralSecurityException, IOException {
        verifier.initVerify(key);
        byte[] part = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                verifier.update(part, 0, read);
            }
        }
        try {
            return verifier.verify(signature);
        } catch (java.security.SignatureException e) {
            // Not even the form of a signature by this key.
            return false;
        }
    }
}
