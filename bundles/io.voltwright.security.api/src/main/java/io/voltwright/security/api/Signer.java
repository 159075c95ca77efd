package io.voltwright.security.api;

import org.osgi.annotation.versioning.ProviderType;

/** Signs what the station vouches for, with Ed25519 (RFC 8032). */
@ProviderType
public interface Signer {

    /** First 16 hex digits of the SHA-256 of the public key. */
    String keyId();

    /** The public key in X.509 form. */
    byte[] publicKey();

    byte[] sign(byte[] message);

    boolean verify(byte[] message, byte[] signature);
}
