package io.voltwright.field.simulator;

import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.RegisterType;
import io.voltwright.field.profiles.Value;
import java.time.Duration;
import java.util.Locale;

/** The card reader inside a pile: a card's number stands in its register for a moment. */
final class VirtualReader {

    private static final String REGISTER = "rfid.uid";
    private static final Duration STAYS = Duration.ofSeconds(3);

    private final String pile;
    private final Image image;
    private Duration until = Duration.ZERO;

    VirtualReader(String pile, Image image) {
        this.pile = pile;
        this.image = image;
    }

    /**
     * Shows a card.
     *
     * @param token the UID in hex
     * @throws IllegalArgumentException if there is no reader, or the UID does not fit its register
     */
    void show(String token, Duration now) {
        PointSpec point = image.point(REGISTER)
                .orElseThrow(() -> new IllegalArgumentException(
                        pile + " has no card reader; start it by the back end or the driver page"));
        String uid = token.toUpperCase(Locale.ROOT);
        int digits = (point.type() == RegisterType.BYTES ? 4 : 2) * point.words();
        if (!uid.matches("([0-9A-F]{2})+") || uid.length() > digits) {
            throw new IllegalArgumentException("token '" + token + "': " + pile + " reads cards of up to " + digits
                    + " hex digits, two a byte, as 04A1B2C3");
        }
        image.set(REGISTER, new Value.Text(uid));
        until = now.plus(STAYS);
    }

    void pass(Duration now) {
        if (now.compareTo(until) >= 0) {
            image.clear(REGISTER);
        }
    }
}
