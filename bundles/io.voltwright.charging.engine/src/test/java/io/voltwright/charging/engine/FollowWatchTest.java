package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.FollowWatch.Verdict.FOLLOWS;
import static io.voltwright.charging.engine.FollowWatch.Verdict.STOP;
import static io.voltwright.charging.engine.FollowWatch.Verdict.WRITE_AGAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FollowWatchTest {

    final FollowWatch watch = new FollowWatch();

    @Test
    @DisplayName("R8: a load within offer * 1.1 + 0.5 A follows")
    void withinTolerance() {
        assertThat(check(10, 11.5, 0, 0)).isEqualTo(FOLLOWS);
        assertThat(check(10, 11.5, 0, 60)).isEqualTo(FOLLOWS);
    }

    @Test
    @DisplayName("R8: after 7 s it is written again, after 7 s more the charge is stopped")
    void secondWriteThenStop() {
        assertThat(check(10, 16, 0, 0)).isEqualTo(FOLLOWS);
        assertThat(check(10, 16, 0, 6)).isEqualTo(FOLLOWS);
        assertThat(check(10, 16, 0, 7)).isEqualTo(WRITE_AGAIN);
        assertThat(check(10, 16, 0, 8)).isEqualTo(FOLLOWS);
        assertThat(check(10, 16, 0, 14)).isEqualTo(STOP);
    }

    @Test
    @DisplayName("R8: each decrease gives the car its seven seconds anew")
    void eachDecreaseCounts() {
        check(16, 20, 0, 0);
        assertThat(check(10, 20, 6, 8)).isEqualTo(FOLLOWS);
        assertThat(check(10, 20, 6, 12)).isEqualTo(FOLLOWS);
        assertThat(check(10, 20, 6, 13)).isEqualTo(WRITE_AGAIN);
    }

    FollowWatch.Verdict check(double offer, double draws, long changed, long now) {
        return watch.check(
                Current.amperes(offer),
                Optional.of(Current.amperes(draws)),
                Duration.ofSeconds(changed),
                Duration.ofSeconds(now));
    }
}
