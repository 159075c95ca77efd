package io.voltwright.users.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;

/**
 * A public key as OpenSSH writes it.
 *
 * @param type as {@code ecdsa-sha2-nistp256}
 * @param blob the key in the wire form of RFC 4253, base64
 */
record SshKeyLine(String type, String blob) {

    // Karaf's SSH server knows no Ed25519 without a further library.
    private static final Set<String> TYPES =
            Set.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");
    private static final int LONGEST = 1600;
    /** Blob of an RSA key of 2048 bits: two texts, exponent, modulus. */
    private static final int SHORTEST_RSA = 4 + 7 + 4 + 1 + 4 + 256;

    /**
     * Reads the one-line form; a comment at its end is dropped.
     *
     * @throws IllegalArgumentException with the reason, if it is none
     */
    static SshKeyLine of(String line) {
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 2 || !TYPES.contains(parts[0])) {
            throw new IllegalArgumentException("a key is one line as 'ecdsa-sha2-nistp256 AAAA... comment'; types are "
                    + TYPES.stream().sorted().toList());
        }
        if (parts[1].length() > LONGEST) {
            throw new IllegalArgumentException("the key is longer than " + LONGEST + " characters");
        }
        byte[] blob = Base64.getDecoder().decode(parts[1]);
        if (!innerType(blob).equals(parts[0])) {
            throw new IllegalArgumentException("the key's text is not that of a key of type " + parts[0]);
        }
        if (parts[0].equals("ssh-rsa") && blob.length < SHORTEST_RSA) {
            throw new IllegalArgumentException(
                    "RSA keys must have 2048 bits or more; ssh-keygen -t ecdsa makes a good one");
        }
        return new SshKeyLine(parts[0], parts[1]);
    }

    private static String innerType(byte[] blob) {
        ByteBuffer buffer = ByteBuffer.wrap(blob);
        if (buffer.remaining() < 4) {
            return "";
        }
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            return "";
        }
        return new String(blob, 4, length, StandardCharsets.US_ASCII);
    }

    /** As {@code ssh-keygen -l} prints it. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(blob));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return type + " " + blob;
    }
}
