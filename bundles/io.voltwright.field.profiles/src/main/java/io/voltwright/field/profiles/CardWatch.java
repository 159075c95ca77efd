package io.voltwright.field.profiles;

import io.voltwright.base.api.IdToken;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a card that is shown from a card number that merely stands in a register. */
final class CardWatch {

    private static final Logger log = LoggerFactory.getLogger(CardWatch.class);
    private static final Duration DEBOUNCE = Duration.ofSeconds(2);
    /** Some put a colon, a hyphen or a space between its bytes. */
    private static final Pattern BYTES = Pattern.compile("[0-9A-F]{2}([:\\-\\s]?[0-9A-F]{2})*");

    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9A-F]");
    /** Single, double and triple size (ISO/IEC 14443-3, 6.5.4). */
    private static final Pattern NUMBER = Pattern.compile("[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20}");

    private final String who;
    private boolean begun;
    private String last = "";
    private String shown = "";
    private Duration shownAt = Duration.ZERO;

    CardWatch(String who) {
        this.who = who;
    }

    /**
     * What the register holds now.
     *
     * @return the card, if it was shown since the last look; the first look finds nothing new
     */
    Optional<IdToken> look(Optional<Value> register, Duration now) {
        String uid = register.map(CardWatch::normal).orElse("");
        boolean edge = begun && !uid.isEmpty() && !uid.equals(last);
        begun = true;
        last = uid;
        boolean bounces = uid.equals(shown) && now.minus(shownAt).compareTo(DEBOUNCE) < 0;
        if (!edge || bounces) {
            return Optional.empty();
        }
        shown = uid;
        shownAt = now;
        // ISO 14443-3: a single-size UID that begins with 08 is random, new on each read.
        if (uid.length() == 8 && uid.startsWith("08")) {
            log.info("{}: a card with a random number was shown and refused", who);
            return Optional.empty();
        }
        return Optional.of(IdToken.card(uid));
    }

    /** As a line of its own would tell it; empty for what no card has, as the name of a contract. */
    private static String normal(Value register) {
        String text = register.toString().strip().toUpperCase(Locale.ROOT);
        String digits = BYTES.matcher(text).matches() ? NO_DIGIT.matcher(text).replaceAll("") : "";
        return NUMBER.matcher(digits).matches() ? digits : "";
    }
}
