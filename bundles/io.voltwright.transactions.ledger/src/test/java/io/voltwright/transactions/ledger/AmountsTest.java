package io.voltwright.transactions.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {

    @ParameterizedTest
    @CsvSource({"12.4kWh, 12400000", "12.4, 12400000", "0.000001 kWh, 1", "500Wh, 500000", "0.5 Wh, 500", "0, 0"})
    void energyIsReadExactly(String text, long milliwattHours) {
        assertThat(Amounts.energy(text).milliwattHours()).isEqualTo(milliwattHours);
    }

    @ParameterizedTest
    @CsvSource({"90, PT1H30M", "90min, PT1H30M", "90m, PT1H30M", "1h30min, PT1H30M", "2h, PT2H", "1h0m5s, PT1H5S"})
    void timeIsRead(String text, Duration duration) {
        assertThat(Amounts.time(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "1,5", "kWh", "0.0001Wh", "9999999999", "1 MWh"})
    void anythingElseIsNoEnergy(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.energy(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "h", "1.5h", "min", "1h 30min", "30min1h", "9999999"})
    void anythingElseIsNoTime(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Amounts.time(text));
    }
}
