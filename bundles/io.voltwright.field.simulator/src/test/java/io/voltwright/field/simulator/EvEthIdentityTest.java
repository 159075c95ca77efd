package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Quality;
import org.junit.jupiter.api.Test;

/** H528 counts 0.1 A on Wallbe firmware (field reference 1.5); other firmware counts whole amperes, so 160 would be 160 A. */
class EvEthIdentityTest {

    private static final String PROFILE = "phoenix-ev-eth";

    @Test
    void aStationThatCountsWholeAmperesIsNeverWrittenTo() {
        HandFilled device = new HandFilled();
        device.put(100, 'B');
        device.put(528, 32);
        Yard yard = new Yard(PROFILE, device);

        yard.pass(60);

        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);
        assertThat(yard.writes()).isZero();
    }

    @Test
    void aStationThatCountsTenthsIsDriven() {
        HandFilled device = new HandFilled();
        device.put(100, 'A');
        device.put(528, 320);
        Yard yard = new Yard(PROFILE, device);

        yard.pass(20);

        assertThat(yard.status().quality()).isEqualTo(Quality.GOOD);
    }
}
