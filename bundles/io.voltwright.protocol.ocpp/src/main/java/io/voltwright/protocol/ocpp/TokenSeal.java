package io.voltwright.protocol.ocpp;

import io.voltwright.security.api.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/** Keeps idTags unreadable in the store: found by a keyed hash, kept encrypted and bound to their back end. */
final class TokenSeal {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();

    TokenSeal(Keys keys) {
        this.keys = keys;
    }

    /** 64 hexadecimal digits; the same whatever the case of the idTag (R-A17). */
    String index(String backend, String idTag) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.secret("ocpp.index"));
            String text = backend + "\n" + idTag.toUpperCase(Locale.ROOT);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keyed hash", e);
        }
    }

    String seal(String backend, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, backend, nonce, text.getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return Base64.getEncoder().encodeToString(all);
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalStateException if it was changed, or sealed for another back end or with another key
     */
    String open(String backend, String sealed) {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] text = cipher(
                Cipher.DECRYPT_MODE, backend, Arrays.copyOf(all, NONCE), Arrays.copyOfRange(all, NONCE, all.length));
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] cipher(int mode, String backend, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, keys.secret("ocpp.tokens"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(backend.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a token of " + backend + " was changed or sealed elsewhere", e);
        }
    }
}
