package io.voltwright.base.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenQuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "12.4kWh, 12400000",
        "12.4, 12400000",
        "' 0.000001 kWh ', 1",
        "500Wh, 500000",
        "0.5 Wh, 500",
        "0, 0",
        "999999999kWh, 999999999000000"
    })
    void energyIsReadExactly(String text, long milliwattHours) {
        assertThat(Energy.parse(text).milliwattHours()).isEqualTo(milliwattHours);
    }

    @ParameterizedTest
    @CsvSource({
        "90, PT1H30M",
        "90min, PT1H30M",
        "90 m, PT1H30M",
        "1h30min, PT1H30M",
        "' 1 h 30 min ', PT1H30M",
        "2h, PT2H",
        "1h0m5s, PT1H5S",
        "45s, PT45S"
    })
    void timeIsRead(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "1,5", "kWh", "9999999999", "1 MWh"})
    void anythingElseIsNoEnergy(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Energy.parse(text))
                .withMessage("energy '%s': write 20kWh, 12.4kWh or 500Wh", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001Wh", "0.12345 Wh"})
    void anEnergyFinerThanAnyMeterIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Energy.parse(text))
                .withMessage("energy '%s': write it no finer than a thousandth of a Wh", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "h", "1.5h", "min", "30min1h", "9999999", "2d", "90 0"})
    void anythingElseIsNoTime(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("time '%s': write 2h, 90min or 1h30min", text);
    }
}
