package io.voltwright.protocol.web;

import io.voltwright.base.api.Time;
import io.voltwright.users.api.Role;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP Basic header (RFC 7617) into the roles behind it.
 *
 * <p>A password hash is slow on purpose, so an accepted header is believed for five seconds, or until an account is changed.
 */
final class Credentials {

    private static final Duration BELIEVED = Duration.ofSeconds(5);
    private static final int MOST_REMEMBERED = 256;
    private static final int LONGEST_HEADER = 512;

    private final Time time;
    private final Login login;
    private final byte[] salt = new byte[32];
    private final Map<ByteBuffer, Known> known = new LinkedHashMap<>();
    private long changes;

    /** Asks the realm. */
    interface Login {

        /** The roles of the account; empty if it is not let in. */
        Set<Role> roles(String name, char[] password, String origin);
    }

    private record Known(Set<Role> roles, Duration until) {}

    Credentials(Time time, Login login) {
        this.time = time;
        this.login = login;
        new SecureRandom().nextBytes(salt);
    }

    /** The roles behind the header; empty without a header, with a wrong one, or while the realm denies. */
    Set<Role> roles(@Nullable String header, String origin) {
        if (header == null || !header.startsWith("Basic ") || header.length() > LONGEST_HEADER) {
            return Set.of();
        }
        ByteBuffer key = digest(header + '\n' + origin);
        long asked;
        synchronized (known) {
            asked = changes;
            known.values().removeIf(entry -> entry.until().compareTo(time.sinceBoot()) <= 0);
            Known before = known.get(key);
            if (before != null) {
                return before.roles();
            }
        }
        Set<Role> roles = ask(header.substring("Basic ".length()), origin);
        if (!roles.isEmpty()) {
            synchronized (known) {
                // What was asked before a change may not be true any more.
                if (known.size() < MOST_REMEMBERED && asked == changes) {
                    known.put(key, new Known(roles, time.sinceBoot().plus(BELIEVED)));
                }
            }
        }
        return roles;
    }

    /** The account that a header with roles behind it names. */
    static String name(String header) {
        String pair = String.valueOf(pair(header.substring("Basic ".length())));
        return pair.substring(0, Math.max(0, pair.indexOf(':')));
    }

    private static @Nullable CharBuffer pair(String encoded) {
        try {
            return StandardCharsets.UTF_8.decode(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded.strip())));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** Every header is asked about anew: an account may do something else now. */
    void forget() {
        synchronized (known) {
            changes++;
            known.clear();
        }
    }

    private Set<Role> ask(String encoded, String origin) {
        CharBuffer pair = pair(encoded);
        int colon = pair == null ? -1 : pair.toString().indexOf(':');
        if (pair == null || colon < 1) {
            return Set.of();
        }
        char[] password = new char[pair.length() - colon - 1];
        pair.get(colon + 1, password);
        try {
            return login.roles(pair.subSequence(0, colon).toString(), password, origin);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private ByteBuffer digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
