package io.voltwright.journal.derby;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The end of the hash chain at a position: SHA-256 of the link before and the entry's canonical JSON. */
final class Link {

    /** Before the first entry. */
    static final Link ORIGIN = new Link(0, new byte[32]);

    private final long position;
    private final byte[] hash;

    Link(long position, byte[] hash) {
        this.position = position;
        this.hash = hash;
    }

    long position() {
        return position;
    }

    /** Not to be written to. */
    byte[] hash() {
        return hash;
    }

    Link next(String body) {
        return next(body.getBytes(StandardCharsets.UTF_8));
    }

    Link next(byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(hash);
            return new Link(position + 1, sha.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean hasHash(byte[] other) {
        return Arrays.equals(hash, other);
    }
}
