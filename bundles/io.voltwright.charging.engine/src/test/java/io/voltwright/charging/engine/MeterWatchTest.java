package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Moments.at;
import static io.voltwright.charging.engine.Moments.counted;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Energy;
import io.voltwright.base.api.Power;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeterWatchTest {

    static final Power MOST = Power.watts(22_000);

    final MeterWatch watch = new MeterWatch();

    @BeforeEach
    void begin() {
        watch.begin(counted(1000, 0));
    }

    @Test
    @DisplayName("R24: a register that goes backwards cannot be believed")
    void backwards() {
        assertThat(watch.take(counted(999.9, 5), MOST)).isPresent();
        assertThat(watch.last()).map(Counted::energy).contains(Energy.wattHours(1000));
    }

    // 22 kW for 9 s are 55 Wh; times 1.2 and 10 Wh more are 76.
    @Test
    @DisplayName("R24: a jump of more than Pmax * dt * 1.2 + 10 Wh cannot be believed")
    void jump() {
        assertThat(watch.take(counted(1075.9, 9), MOST)).isEmpty();

        watch.begin(counted(1000, 0));
        assertThat(watch.take(counted(1076.1, 9), MOST)).isPresent();
    }

    @Test
    @DisplayName("R24: a register that steps once a minute is not jumping")
    void slowRegister() {
        for (int second = 5; second < 60; second += 5) {
            assertThat(watch.take(counted(1000, second), MOST)).isEmpty();
        }
        assertThat(watch.take(counted(1366, 60), MOST)).isEmpty();
    }

    @Test
    @DisplayName("R24: frozen for 60 s while charging with more than 1 A cannot be believed")
    void frozen() {
        Optional<Current> draws = Optional.of(Current.amperes(16));
        for (int second = 0; second < 60; second++) {
            assertThat(watch.flows(true, draws, 11_040, at(second))).isEmpty();
        }
        assertThat(watch.flows(true, draws, 11_040, at(60))).isPresent();
    }

    @Test
    @DisplayName("R24: the minute begins anew when the register moves")
    void movingAgain() {
        Optional<Current> draws = Optional.of(Current.amperes(16));
        watch.flows(true, draws, 11_040, at(0));
        watch.flows(true, draws, 11_040, at(50));
        watch.take(counted(1100, 50), MOST);

        assertThat(watch.flows(true, draws, 11_040, at(61))).isEmpty();
    }

    // 1.1 A for a minute are 4 Wh, less than many registers can show.
    @Test
    @DisplayName("R24: a coarse register may stand still while little flows")
    void coarseRegister() {
        Optional<Current> draws = Optional.of(Current.amperes(1.1));
        for (int second = 0; second <= 70; second++) {
            assertThat(watch.flows(true, draws, 253, at(second))).isEmpty();
        }
    }
}
