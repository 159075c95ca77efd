package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BookingTest {

    static final Duration NOW = Duration.ZERO;

    final Booking booking = new Booking(Current.ZERO);

    @Test
    void aRaiseIsSetAsideBeforeItIsMade() {
        booking.allow(Current.amperes(16), Current.ZERO, "", NOW);

        assertThat(booking.exposure()).isEqualTo(Current.amperes(16));
    }

    @Test
    void aLoweringFreesNothingUntilItIsSettled() {
        long raise = booking.allow(Current.amperes(16), Current.ZERO, "", NOW).seq();
        booking.settle(raise, Current.amperes(16), NOW);
        long lower = booking.allow(Current.amperes(6), Current.ZERO, "", NOW).seq();
        assertThat(booking.exposure()).isEqualTo(Current.amperes(16));

        booking.settle(lower, Current.amperes(6), NOW);
        assertThat(booking.exposure()).isEqualTo(Current.amperes(6));
    }

    @Test
    void theFailSafeCountsWhereItIsMore() {
        booking.allow(Current.amperes(6), Current.amperes(8), "", NOW);

        assertThat(booking.exposure()).isEqualTo(Current.amperes(8));
    }

    @Test
    void anOldConfirmationDoesNotFreeWhatWasAllowedSince() {
        long first = booking.allow(Current.amperes(6), Current.ZERO, "", NOW).seq();
        booking.allow(Current.amperes(16), Current.ZERO, "", NOW);
        booking.settle(first, Current.amperes(6), NOW);

        assertThat(booking.exposure()).isEqualTo(Current.amperes(16));
    }

    // The EVSE was cut in between: the old permission must not be used for a new raise.
    @Test
    void whatWasSettledForLessHasToBeAllowedAnew() {
        long raise = booking.allow(Current.amperes(16), Current.ZERO, "", NOW).seq();
        booking.settle(raise, Current.ZERO, NOW);
        assertThat(booking.exposure()).isEqualTo(Current.ZERO);

        assertThat(booking.allow(Current.amperes(16), Current.ZERO, "", NOW).seq())
                .isGreaterThan(raise);
        assertThat(booking.exposure()).isEqualTo(Current.amperes(16));
    }

    @Test
    void theSameAgainKeepsItsNumber() {
        long first =
                booking.allow(Current.amperes(16), Current.ZERO, "one", NOW).seq();
        booking.settle(first, Current.amperes(16), NOW);

        assertThat(booking.allow(Current.amperes(16), Current.ZERO, "other", NOW)
                        .seq())
                .isEqualTo(first);
    }
}
