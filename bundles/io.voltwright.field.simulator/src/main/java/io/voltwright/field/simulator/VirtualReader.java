package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.RegisterType;
import io.voltwright.field.profiles.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;

/**
 * The card reader inside a pile: a card's number stands in its register until it was read and for a moment longer, as people
 * hold a card until something happens; then the register is empty until that was read as well.
 */
final class VirtualReader {

    private static final String REGISTER = "rfid.uid";
    private static final Duration STAYS = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String pile;
    private final Image image;
    private final Queue<Value> waiting = new ArrayDeque<>();
    private boolean lies;
    private boolean read = true;
    private Duration since = Duration.ZERO;

    VirtualReader(String pile, Image image) {
        this.pile = pile;
        this.image = image;
    }

    /**
     * Shows a card, after those that were shown before.
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
        waiting.add(new Value.Text(uid));
        pass(now);
    }

    /** Somebody read these registers of the pile. */
    void read(int unit, Table table, int at, int count, Duration now) {
        if (!read && image.covers(REGISTER, unit, table, at, count)) {
            read = true;
            since = now;
        }
    }

    /** How many of the cards that were shown nobody has read yet. */
    int unread() {
        return waiting.size() + (lies && !read ? 1 : 0);
    }

    void pass(Duration now) {
        if (lies && over(STAYS, now)) {
            image.clear(REGISTER);
            turn(false, now);
        }
        if (!lies && !waiting.isEmpty() && over(Duration.ZERO, now)) {
            image.set(REGISTER, waiting.remove());
            turn(true, now);
        }
    }

    private void turn(boolean shown, Duration now) {
        lies = shown;
        read = false;
        since = now;
    }

    private boolean over(Duration least, Duration now) {
        Duration passed = now.minus(since);
        return passed.compareTo(read ? least : PATIENCE) >= 0;
    }
}
