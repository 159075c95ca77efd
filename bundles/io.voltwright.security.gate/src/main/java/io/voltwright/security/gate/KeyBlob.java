package io.voltwright.security.gate;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Writes a public key as OpenSSH does: type and base64 of the wire form (RFC 4253, 5656, 8709). */
final class KeyBlob {

    private static final int ED25519 = 32;

    private KeyBlob() {}

    /** Empty for kinds of key that no account may have. */
    static Optional<String> of(PublicKey key) {
        try {
            if (key instanceof RSAPublicKey rsa) {
                return Optional.of(line(
                        "ssh-rsa",
                        rsa.getPublicExponent().toByteArray(),
                        rsa.getModulus().toByteArray()));
            }
            if (key instanceof ECPublicKey ec) {
                return Optional.of(ec(ec));
            }
            // Each provider has its own class for Ed25519; the end of the X.509 form is the key in all of them.
            boolean edwards =
                    key.getAlgorithm().toUpperCase(java.util.Locale.ROOT).contains("ED");
            byte[] encoded = key.getEncoded();
            if (edwards && encoded != null && encoded.length == 12 + ED25519) {
                return Optional.of(line("ssh-ed25519", Arrays.copyOfRange(encoded, 12, encoded.length)));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }

    private static String ec(ECPublicKey key) throws IOException {
        int bits = key.getParams().getOrder().bitLength();
        int length = (bits + 7) / 8;
        byte[] point = new byte[1 + 2 * length];
        point[0] = 4;
        copy(key.getW().getAffineX(), point, 1, length);
        copy(key.getW().getAffineY(), point, 1 + length, length);
        String curve = "nistp" + bits;
        return line("ecdsa-sha2-" + curve, curve.getBytes(StandardCharsets.US_ASCII), point);
    }

    private static void copy(BigInteger number, byte[] to, int at, int length) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, from, to, at + length - (bytes.length - from), bytes.length - from);
    }

    private static String line(String type, byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, type.getBytes(StandardCharsets.US_ASCII));
            for (byte[] part : parts) {
                write(out, part);
            }
        }
        return type + " " + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }
}
