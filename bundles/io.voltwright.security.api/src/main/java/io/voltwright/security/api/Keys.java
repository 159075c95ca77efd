package io.voltwright.security.api;

import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.osgi.annotation.versioning.ProviderType;

/** The station's one key store: secrets by purpose, never written anywhere else. */
@ProviderType
public interface Keys {

    /**
     * A 256-bit secret for one purpose; made on first use, the same ever after.
     *
     * @param purpose as {@code users.index}: lower-case letters, digits, dots, hyphens
     */
    SecretKey secret(String purpose);

    /** A text secret put there by an operator, as a back end's password; wiped by the caller. */
    Optional<char[]> password(String name);

    /** Keeps a text secret; replaces the one before. */
    void putPassword(String name, char[] value);

    /** Key and certificate chain that a listener presents; made self-signed on first use. */
    KeyStore.PrivateKeyEntry identity(String listener);

    /** Puts a new key and self-signed certificate in place of the listener's; it presents them from its next start on. */
    void renew(String listener);

    /** What lies in the store, for audits. */
    List<Held> held();

    /**
     * One entry.
     *
     * @param name its alias, or the file of an authority
     * @param kind {@code secret}, {@code password}, {@code identity} or {@code authority}
     * @param expires of a certificate
     */
    record Held(String name, String kind, Optional<Instant> expires) {}
}
