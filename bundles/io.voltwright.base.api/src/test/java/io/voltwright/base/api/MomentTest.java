package io.voltwright.base.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Moment.ClockState;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MomentTest {

    private static final UUID BOOT = new UUID(0, 1);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    @DisplayName("5a: durations inside one boot are monotonic, whatever the clock does")
    void insideOneBootTheClockDoesNotCount() {
        Moment start = at(NOON, BOOT, 100);
        assertThat(start.until(at(NOON.minusSeconds(3600), BOOT, 160))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void acrossBootsTheClockCountsAlsoWhereItWasSetBack() {
        Moment start = at(NOON, BOOT, 100);
        UUID next = new UUID(0, 2);
        assertThat(start.until(at(NOON.plusSeconds(90), next, 5))).isEqualTo(Duration.ofSeconds(90));
        assertThat(start.until(at(NOON.minusSeconds(1), next, 5))).isEqualTo(Duration.ofSeconds(-1));
    }

    private static Moment at(Instant utc, UUID boot, long seconds) {
        return new Moment(utc, boot, Duration.ofSeconds(seconds), ClockState.SYNCHRONISED);
    }
}
