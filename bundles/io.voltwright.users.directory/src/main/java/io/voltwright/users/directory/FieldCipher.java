package io.voltwright.users.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals single fields with AES-256-GCM, bound to their place: a sealed field moved to another row does not open.
 *
 * <p>Stored as {@code v1|key|nonce|text}, so that later keys and forms can stand beside older ones.
 */
final class FieldCipher {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final String keyId;
    private final SecureRandom random = new SecureRandom();

    FieldCipher(SecretKey key, String keyId) {
        this.key = key;
        this.keyId = keyId;
    }

    String seal(String table, String column, String row, String text) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place(table, column, row, keyId));
            byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return "v1|" + keyId + "|" + base64(nonce) + "|" + base64(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a field of " + table + " cannot be sealed", e);
        }
    }

    /**
     * @throws IllegalStateException if it was changed, moved, or sealed with another key
     */
    String open(String table, String column, String row, String sealed) {
        List<String> parts = List.of(sealed.split("\\|", -1));
        if (parts.size() != 4 || !parts.get(0).equals("v1") || !parts.get(1).equals(keyId)) {
            throw new IllegalStateException("a field of " + table + " has an unknown form or key");
        }
        try {
            byte[] nonce = Base64.getUrlDecoder().decode(parts.get(2));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place(table, column, row, keyId));
            return new String(cipher.doFinal(Base64.getUrlDecoder().decode(parts.get(3))), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a field of " + table + " was changed, moved or sealed elsewhere", e);
        }
    }

    private static byte[] place(String table, String column, String row, String keyId) {
        return String.join("|", table, column, row, keyId).getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
