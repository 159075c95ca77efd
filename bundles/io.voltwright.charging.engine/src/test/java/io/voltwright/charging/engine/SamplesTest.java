package io.voltwright.charging.engine;

import static io.voltwright.charging.engine.Moments.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.charging.api.ChargingFact.Context;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SamplesTest {

    final Samples samples = new Samples();

    @BeforeEach
    void begin() {
        samples.begin(at(100));
    }

    @Test
    @DisplayName("R23: a sample each minute")
    void eachMinute() {
        assertThat(samples.due(at(159.9))).isEmpty();
        assertThat(samples.due(at(160))).contains(Context.PERIODIC);
    }

    // The boot was at 08:00:00, so 900 s later it is 08:15.
    @Test
    @DisplayName("R23: a sample on the clock's quarter hour")
    void onTheQuarter() {
        samples.taken(at(890));
        assertThat(samples.due(at(899.9))).isEmpty();
        assertThat(samples.due(at(900))).contains(Context.CLOCK);
        samples.taken(at(900));
        assertThat(samples.due(at(901))).isEmpty();
    }

    @Test
    @DisplayName("R23: at most one sample in ten seconds on a change")
    void onChange() {
        samples.change();
        assertThat(samples.due(at(109.9))).isEmpty();
        assertThat(samples.due(at(110))).contains(Context.CHANGE);
    }
}
