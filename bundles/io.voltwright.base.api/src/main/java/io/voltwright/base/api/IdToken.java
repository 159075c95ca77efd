package io.voltwright.base.api;

import java.util.Locale;

/**
 * What a driver shows to identify: a card's UID, an account id, a contract.
 *
 * <p>Personal data: it stays inside users and on the wires; facts and logs carry a {@link TokenRef}. Two tokens are equal
 * if value and type are, whatever the case (OCPP 2.0.1 C01.FR.25), so the value is kept in upper case.
 *
 * @param value 1 to 36 printable characters, upper case
 * @param type how the token was read
 */
public record IdToken(String value, Type type) {

    /** Kinds of token, after OCPP 2.0.1 IdTokenEnumType. */
    public enum Type {
        ISO14443,
        ISO15693,
        KEY_CODE,
        EMAID,
        MAC_ADDRESS,
        CENTRAL,
        LOCAL,
        NO_AUTHORIZATION
    }

    public IdToken {
        value = value.strip().toUpperCase(Locale.ROOT);
        if (value.isEmpty() || value.length() > 36 || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new IllegalArgumentException("a token has 1 to 36 printable ASCII characters, not " + value.length());
        }
    }

    /** A card read by a reader, or an OCPP 1.6 idTag. */
    public static IdToken card(String uid) {
        return new IdToken(uid, Type.ISO14443);
    }

    /** Masked, so that no log line ever shows a token. */
    @Override
    public String toString() {
        return type + ":***" + value.substring(Math.max(0, value.length() - 2));
    }
}
