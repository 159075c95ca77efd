package io.voltwright.field.api;

/**
 * What a meter signed, byte by byte as it gave it: nothing of it may be parsed and written anew, or the signature breaks (OCMF 1.4.1).
 */
public final class SignedRecord {

    private final byte[] payload;
    private final byte[] signature;
    private final byte[] publicKey;

    /** Keeps copies. */
    public SignedRecord(byte[] payload, byte[] signature, byte[] publicKey) {
        this.payload = payload.clone();
        this.signature = signature.clone();
        this.publicKey = publicKey.clone();
    }

    /** The signed bytes; a copy. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The signature over the payload, in the form of the meter; a copy. */
    public byte[] signature() {
        return signature.clone();
    }

    /** The key to check it by, in the form of the meter; a copy. */
    public byte[] publicKey() {
        return publicKey.clone();
    }
}
