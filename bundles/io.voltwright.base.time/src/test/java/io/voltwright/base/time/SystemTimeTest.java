package io.voltwright.base.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voltwright.base.api.Moment.ClockState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemTimeTest {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    final AtomicLong nanos = new AtomicLong(-5_000);
    final Boot boot = new Boot(UUID.randomUUID(), -5_000, START, 1);

    Instant clock = START;

    @Test
    void clockAndStopwatchAreReadTogether() {
        SystemTime time = time(boot);
        pass(Duration.ofSeconds(90));

        assertThat(time.moment().utc()).isEqualTo(START.plusSeconds(90));
        assertThat(time.moment().sinceBoot()).isEqualTo(Duration.ofSeconds(90));
        assertThat(time.moment().boot()).isEqualTo(boot.id());
    }

    // An NTP correction must not change how long a session has lasted.
    @Test
    void aJumpOfTheClockLeavesTheStopwatchAlone() {
        SystemTime time = time(boot);
        pass(Duration.ofSeconds(10));
        clock = clock.minusSeconds(3_600);

        assertThat(time.sinceBoot()).isEqualTo(Duration.ofSeconds(10));
        assertThat(time.instant()).isEqualTo(START.minusSeconds(3_590));
    }

    @Test
    void atSpeedSixtyASecondIsAMinute() {
        SystemTime time = time(new Boot(boot.id(), boot.nanos(), START, 60));
        pass(Duration.ofSeconds(2));

        assertThat(time.sinceBoot()).isEqualTo(Duration.ofMinutes(2));
        assertThat(time.instant()).isEqualTo(START.plus(Duration.ofMinutes(2)));
    }

    @Test
    void theBootSurvivesAnUpdateOfTheBundle() {
        Boot first = Boot.ofThisProcess(1);

        assertThat(Boot.ofThisProcess(7)).isEqualTo(first);
        assertThat(Boot.parse(first.text())).isEqualTo(first);
    }

    @Test
    void theClockIsTrustedOnceTheSystemSaysSo(@TempDir Path run) throws IOException {
        Path evidence = run.resolve("synchronized");
        SystemTime time = time(boot, evidence);
        assertThat(time.moment().clock()).isEqualTo(ClockState.UNSYNCHRONISED);

        Files.createFile(evidence);
        pass(Duration.ofSeconds(11));

        assertThat(time.moment().clock()).isEqualTo(ClockState.SYNCHRONISED);
    }

    @Test
    void aSpeedThatIsNoneIsRefusedWithWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speed.ofProperty("fast"))
                .withMessageContaining("voltwright.speed=fast")
                .withMessageContaining("0.1 to 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> Speed.ofProperty("0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Speed.ofProperty("NaN"));
    }

    private SystemTime time(Boot of) {
        return time(of, Path.of("nowhere"));
    }

    private SystemTime time(Boot of, Path evidence) {
        ClockWatch watch = new ClockWatch(ClockWatch.Mode.AUTO, evidence, nanos::get);
        return new SystemTime(of, watch, nanos::get, () -> clock);
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        clock = clock.plus(duration);
    }
}
