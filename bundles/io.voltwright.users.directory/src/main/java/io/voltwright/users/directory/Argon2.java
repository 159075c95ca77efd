package io.voltwright.users.directory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id (RFC 9106) hashes in PHC form: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. */
final class Argon2 {

    /**
     * What a hash costs.
     *
     * @param memoryKib memory in KiB
     * @param iterations passes over it
     */
    record Cost(int memoryKib, int iterations) {}

    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int SALT = 16;
    private static final int HASH = 32;

    private final Cost cost;
    private final SecureRandom random = new SecureRandom();

    Argon2(Cost cost) {
        this.cost = cost;
    }

    String hash(char[] password) {
        byte[] salt = random(SALT);
        return phc(salt, compute(password, salt, cost, 1, HASH));
    }

    /** A hash that no password is known for; to compare with it takes as long as with any other. */
    String decoy() {
        return phc(random(SALT), random(HASH));
    }

    private String phc(byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(cost.memoryKib(), cost.iterations(), text(salt), text(hash));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Whether the password made the hash; compares in constant time.
     *
     * @throws IllegalArgumentException if the hash is not of the PHC form above
     */
    boolean matches(char[] password, String phc) {
        Matcher parts = parsed(phc);
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual = compute(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                cost(parts),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether the hash was made at a lower cost than today's. */
    boolean outdated(String phc) {
        Cost old = cost(parsed(phc));
        return old.memoryKib() < cost.memoryKib() || old.iterations() < cost.iterations();
    }

    private static Matcher parsed(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a stored hash is not of the argon2id form");
        }
        return parts;
    }

    private static Cost cost(Matcher parts) {
        return new Cost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    private static byte[] compute(char[] password, byte[] salt, Cost cost, int lanes, int length) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(bytes, hash);
        Arrays.fill(bytes, (byte) 0);
        utf8.rewind();
        utf8.put(new byte[utf8.remaining()]);
        return hash;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
