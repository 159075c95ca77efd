package io.voltwright.field.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.IdToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CardWatchTest {

    private final CardWatch watch = new CardWatch("left");
    private Duration now = Duration.ZERO;

    @Test
    void aCardThatStandsThereAtTheStartWasNotShownNow() {
        assertThat(look("04A1B2C3")).isEmpty();
        assertThat(look("04A1B2C3")).isEmpty();
    }

    @Test
    void aCardIsToldOnceUntilItIsTakenAway() {
        look("");
        assertThat(look("04a1b2c3")).contains(IdToken.card("04A1B2C3"));
        assertThat(look("04a1b2c3")).isEmpty();
        look("");
        later(3);
        assertThat(look("04a1b2c3")).contains(IdToken.card("04A1B2C3"));
    }

    @Test
    void aCardThatFlickersIsOneCard() {
        look("");
        look("04A1B2C3");
        look("");
        later(1);
        assertThat(look("04A1B2C3")).isEmpty();
    }

    @Test
    void anotherCardRightAfterIsAnotherCard() {
        look("");
        look("04A1B2C3");
        assertThat(look("04FFFFFF")).contains(IdToken.card("04FFFFFF"));
    }

    // ISO 14443-3: four bytes that begin with 08 are drawn anew at each reading.
    @Test
    void randomNumbersAreRefusedButSevenBytesThatBeginSoAreNot() {
        look("");
        assertThat(look("08A1B2C3")).isEmpty();
        assertThat(look("08A1B2C3D4E5F6")).isPresent();
    }

    // Bender 720 and alpitronic +22 hold whatever identity the station was given, not only numbers of cards.
    @Test
    void aTextThatIsNoNumberOfACardIsNobody() {
        look("");
        for (String text : List.of("FREECHARGING", "DE-8AA-CA2B3C4D5", "n/a", "deadbeef00", "04A1B2C", "0")) {
            assertThat(look(text)).as(text).isEmpty();
            later(3);
        }
        assertThat(look("04A1B2C3")).contains(IdToken.card("04A1B2C3"));
    }

    @Test
    void howANumberIsWrittenMakesNoOtherCard() {
        look("");
        for (String written : List.of("04:a1:b2:c3:d4:e5:f6", "04-A1-B2-C3-D4-E5-F6", " 04 A1 B2 C3 D4 E5 F6 ")) {
            assertThat(look(written)).as(written).contains(IdToken.card("04A1B2C3D4E5F6"));
            look("");
            later(3);
        }
    }

    private Optional<IdToken> look(String uid) {
        return watch.look(uid.isEmpty() ? Optional.empty() : Optional.of(new Value.Text(uid)), now);
    }

    private void later(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
