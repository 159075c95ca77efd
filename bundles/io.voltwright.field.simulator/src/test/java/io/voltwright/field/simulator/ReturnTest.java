package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.Quality;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Piles that were away for longer than any lease, without an offer meanwhile: charging only offers to piles it hears. */
class ReturnTest {

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#piles")
    @DisplayName("R37: a pile that was dead when the controller started is found when it comes to life")
    void aPileThatWasDeadFromTheStartIsFound(String profile) {
        Yard yard = new Yard(profile);
        yard.bus.cut(true);
        yard.pass(1000);
        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);

        yard.bus.cut(false);
        yard.pass(150);

        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
    }

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#pilesWithFailSafe")
    @DisplayName("R36, R37: a charging pile that was cut off is heard again, at no more than its fail-safe current")
    void aPileThatWasCutOffIsHeardAgain(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.bus.cut(true);
        yard.pass(1000);
        assertThat(yard.amps()).isEqualTo(6, within(0.11));
        yard.bus.cut(false);
        int waited = 0;
        while (yard.status().quality() != Quality.GOOD && waited++ < 150) {
            yard.pass(1);
            assertThat(yard.amps()).isLessThanOrEqualTo(6.11);
        }

        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
        yard.pass(8);
        // The first offer may meet it between two glances; it is then found anew for good.
        yard.hold(16, 20);
        assertThat(yard.offered(16)).isEqualTo(Outcome.done());
    }

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#pilesWithFailSafe")
    @DisplayName("R37, R38: a charge is not cut by a controller that was started before the pile could be heard")
    void aChargeOutlivesALateReturn(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        yard.driverDies();
        yard.bus.cut(true);
        yard.driverReturns();
        yard.pass(300);
        assertThat(yard.amps()).isEqualTo(6, within(0.11));
        yard.bus.cut(false);
        int heard = 0;
        for (int waited = 0; waited < 200 && heard < 20; waited++) {
            yard.pass(1);
            heard += yard.status().quality() == Quality.GOOD ? 1 : 0;
            assertThat(yard.amps()).isEqualTo(6, within(0.11));
        }

        assertThat(heard).isEqualTo(20);
    }
}
