package io.voltwright.field.profiles;

import io.voltwright.base.api.IdToken;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a card that is shown from a card number that merely stands in a register. */
final class CardWatch {

    private static final Logger log = LoggerFactory.getLogger(CardWatch.class);
    private static final Duration DEBOUNCE = Duration.ofSeconds(2);

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
        String uid = register.map(
                        value -> value.toString().replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT))
                .orElse("");
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
}
