package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Power;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SurplusTest {

    static final EvseId CAR = new EvseId("car");
    static final EvseId OTHER = new EvseId("other");

    final Surplus surplus = new Surplus();
    private int second;
    private Map<EvseId, Current> shares = Map.of();

    // 4.14 kW are 6 A on three phases of 230 V.
    @Test
    @DisplayName("4.2 step 8: a car begins after a minute of enough sun and ends after three of too little")
    void sunBeginsAndEnds() {
        pass(59, -5000, false, 0);
        assertThat(amperes(CAR)).isZero();
        pass(2, -5000, false, 0);
        assertThat(amperes(CAR)).isCloseTo(5000 / 690.0, within(0.001));

        // It takes 4970 W now; a cloud leaves 1000 W of them: it is held at its least for three minutes.
        pass(179, 3970, false, 4970);
        assertThat(amperes(CAR)).isEqualTo(6);
        pass(20, 3970, false, 4970);
        assertThat(amperes(CAR)).isZero();
    }

    @Test
    @DisplayName("4.2 step 8: with its least at any time it gets 6 A in the dark and more with the sun")
    void leastAtAnyTime() {
        pass(10, 8000, true, 0);
        assertThat(amperes(CAR)).isEqualTo(6);
        pass(75, -6900 + 4140, true, 4140);
        assertThat(amperes(CAR)).isCloseTo(10, within(0.01));
    }

    @Test
    void whoRunsComesFirst() {
        pass(70, -5000, false, 0);
        assertThat(amperes(CAR)).isPositive();
        for (int i = 0; i < 70; i++) {
            shares = surplus.share(
                    List.of(taker(CAR, false, 4900), taker(OTHER, false, 0)),
                    Optional.of(Power.watts(-100.0)),
                    Duration.ofSeconds(second++));
        }
        assertThat(amperes(CAR)).isPositive();
        assertThat(amperes(OTHER)).isZero();
    }

    @Test
    @DisplayName("4.2 step 8: of cars that follow in turns, so that always one does, the sun is measured all the same")
    void staggered() {
        pass(70, -5000, false, 0);
        assertThat(amperes(CAR)).isPositive();
        // The sun is gone: what both take comes from the grid.
        inTurns(12);
        assertThat(amperes(CAR)).isEqualTo(6);
        inTurns((int) Surplus.END.toSeconds() + 12);
        assertThat(amperes(CAR)).isZero();
    }

    private void inTurns(int seconds) {
        for (int i = 0; i < seconds; i++) {
            boolean even = i % 2 == 0;
            share(Optional.of(Power.watts(8280L)), taker(CAR, false, 4140, even), taker(OTHER, true, 4140, !even));
        }
    }

    @Test
    @DisplayName("4.2 step 8: while a change is followed the surplus of before counts, for ten seconds at most")
    void followsForTenSeconds() {
        pass(70, -5000, false, 0);
        // It has been told to take 5000 W and takes nothing yet; then a cloud comes while it still follows.
        for (int i = 0; i < 10; i++) {
            share(Optional.of(Power.watts(0L)), taker(CAR, false, 0, true));
            assertThat(amperes(CAR)).isCloseTo(5000 / 690.0, within(0.001));
        }
        share(Optional.of(Power.watts(0L)), taker(CAR, false, 0, true));
        share(Optional.of(Power.watts(0L)), taker(CAR, false, 0, true));
        assertThat(amperes(CAR)).isEqualTo(6);
    }

    @Test
    @DisplayName("4.2 step 8: a grid meter that is not heard has no surplus, at once, also while a change is followed")
    void unknownGrid() {
        pass(70, -5000, false, 0);
        share(Optional.empty(), taker(CAR, false, 0, true));
        assertThat(amperes(CAR)).isEqualTo(6);
        share(Optional.of(Power.watts(-5000L)), taker(CAR, false, 0, false));
        assertThat(amperes(CAR)).isEqualTo(6);
        pass(11, -5000, false, 0);
        assertThat(amperes(CAR)).isCloseTo(5000 / 690.0, within(0.001));
    }

    private void share(Optional<Power> grid, Surplus.Taker... takers) {
        shares = surplus.share(List.of(takers), grid, Duration.ofSeconds(second++));
    }

    private void pass(int seconds, double grid, boolean always, double draws) {
        for (int i = 0; i < seconds; i++) {
            shares = surplus.share(
                    List.of(taker(CAR, always, draws)), Optional.of(Power.watts(grid)), Duration.ofSeconds(second++));
        }
    }

    private static Surplus.Taker taker(EvseId evse, boolean always, double draws) {
        return taker(evse, always, draws, false);
    }

    private static Surplus.Taker taker(EvseId evse, boolean always, double draws, boolean follows) {
        return new Surplus.Taker(
                evse,
                Current.MINIMUM,
                Current.amperes(32),
                Power.watts(690L),
                Optional.of(Power.watts(draws)),
                always,
                0,
                Optional.empty(),
                follows);
    }

    private double amperes(EvseId evse) {
        return shares.getOrDefault(evse, Current.ZERO).amperes();
    }
}
