package io.voltwright.users.directory;

import io.voltwright.base.api.IdToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Finds a value by a keyed hash of it; without the key even all 4-byte card numbers cannot be tried out. */
final class BlindIndex {

    private static final char SEPARATOR = 0x1f;

    private final SecretKey key;

    BlindIndex(SecretKey key) {
        this.key = key;
    }

    /** 64 hex digits. */
    String of(IdToken token) {
        return hash(token.type().name() + SEPARATOR + normal(token));
    }

    /** Stands for a group; the same for a local group and for one that a back end names. */
    String ofGroup(String name) {
        return hash("GROUP" + SEPARATOR + name.toUpperCase(Locale.ROOT)).substring(0, 20);
    }

    // Readers and back ends write the same card with and without separators.
    private static String normal(IdToken token) {
        String value = token.value();
        if (token.type() == IdToken.Type.EMAID) {
            return value.replace("-", "").replace("*", "");
        }
        boolean pairs = value.matches("[0-9A-F]{2}(?:[:-][0-9A-F]{2})+");
        return pairs ? value.replace(":", "").replace("-", "") : value;
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no keyed hash", e);
        }
    }
}
