package io.voltwright.protocol.ocpp;

import java.io.ByteArrayOutputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the station shows to the back end at the door. */
final class Credentials {

    /** 16 to 20 bytes in hexadecimal digits: an AuthorizationKey. */
    private static final Pattern KEY = Pattern.compile("([0-9A-Fa-f]{2}){16,20}");

    private final String identity;
    private final Supplier<Optional<char[]>> password;

    /**
     * @param password asked anew for each connection; the array is wiped after use
     */
    Credentials(String identity, Supplier<Optional<char[]>> password) {
        this.identity = identity;
        this.password = password;
    }

    /** Whether a text can be an AuthorizationKey. */
    static boolean isKey(CharSequence text) {
        return KEY.matcher(text).matches();
    }

    /**
     * The value of the Authorization header: the identity as it is, a colon, and the bytes that the key stands for; what is
     * not hexadecimal is a password in UTF-8 (R-Z02). Empty where there is no password.
     */
    Optional<String> header() {
        return password.get().map(secret -> {
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            raw.writeBytes((identity + ":").getBytes(StandardCharsets.UTF_8));
            CharBuffer text = CharBuffer.wrap(secret);
            raw.writeBytes(
                    isKey(text)
                            ? HexFormat.of().parseHex(text)
                            : text.toString().getBytes(StandardCharsets.UTF_8));
            java.util.Arrays.fill(secret, '\0');
            return "Basic " + Base64.getEncoder().encodeToString(raw.toByteArray());
        });
    }
}
