package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.field.api.FakePile;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A pile that gives less because it is hot. */
class DeratingTest {

    final Derating derating = new Derating();

    // Cars draw a little less than they are offered: what each second took for the most would sink to 6 A.
    @Test
    @DisplayName(
            "R30: what a derated pile is planned with does not sink because its car draws a little less than it is offered")
    void doesNotSink() {
        assertThat(hot(16, 9.7)).contains(Current.amperes(10));
        for (int second = 0; second < 60; second++) {
            assertThat(hot(10, 9.7)).contains(Current.amperes(10));
        }
        assertThat(hot(9, 8.7)).as("others need the rest").contains(Current.amperes(10));
        assertThat(hot(10, 7.2)).as("it gives less still").contains(Current.amperes(8));
        assertThat(hot(8, 0)).as("never less than is of use").contains(Current.MINIMUM);
    }

    @Test
    @DisplayName("R30: a derated pile that gives all it is offered is not raised")
    void isNotRaised() {
        assertThat(hot(13, 12.8)).contains(Current.amperes(13));
    }

    private Optional<Current> hot(int held, double draws) {
        return derating.look(Current.amperes(held), look(draws), Duration.ZERO);
    }

    private static Look look(double draws) {
        Reading current = new Reading(Point.CURRENT_L1, draws, Moments.at(0), Quality.GOOD);
        PileStatus status = new PileStatus(
                PilotState.C,
                true,
                "derated",
                true,
                Optional.empty(),
                Map.of(Point.CURRENT_L1, current),
                Moments.at(0),
                Quality.GOOD);
        return new Look(status, FakePile.abilities(false), Optional.empty());
    }
}
