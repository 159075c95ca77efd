package io.voltwright.charging.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.Power;
import io.voltwright.charging.engine.ExternalLimit.State;
import io.voltwright.site.api.External;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The automaton of EEBUS LPC as field reference 4.3 has it. */
class ExternalLimitTest {

    static final Power FAIL_SAFE = Power.watts(4_200L);
    static final Power TEN = Power.watts(10_000L);

    final ExternalLimit limit = new ExternalLimit(
            new External("dso", FAIL_SAFE, Duration.ofHours(2), Duration.ofMinutes(2)), Duration.ZERO);

    @Test
    @DisplayName("LPC: nobody there for 120 s after the start: unlimited by itself; until then the fail-safe limit")
    void withoutContactItIsAutonomous() {
        assertThat(limit.power()).contains(FAIL_SAFE);
        tick(120);
        assertThat(limit.state()).isEqualTo(State.INIT);
        tick(121);
        assertThat(limit.state()).isEqualTo(State.UNLIMITED_AUTONOMOUS);
        assertThat(limit.power()).isEmpty();
        assertThat(limit.why()).contains("dso");
    }

    @Test
    @DisplayName("LPC: a limit holds until it ends by itself, while its owner is heard")
    void aLimitEnds() {
        limit.limit(TEN, Optional.of(Duration.ofMinutes(5)), at(10));
        for (int second = 60; second < 310; second += 60) {
            limit.heartbeat(at(second));
            assertThat(limit.power()).contains(TEN);
        }
        assertThat(limit.remaining(at(300))).contains(Duration.ofSeconds(10));
        tick(310);
        assertThat(limit.state()).isEqualTo(State.UNLIMITED_CONTROLLED);
        assertThat(limit.power()).isEmpty();
    }

    @Test
    @DisplayName("LPC: its owner takes it back")
    void aLimitIsReleased() {
        limit.limit(TEN, Optional.empty(), at(10));
        limit.release(at(20));
        assertThat(limit.state()).isEqualTo(State.UNLIMITED_CONTROLLED);
    }

    @Test
    @DisplayName(
            "LPC: without heart-beats the fail-safe limit holds; a heart-beat alone does not end it, a fresh limit does")
    void failSafe() {
        limit.limit(TEN, Optional.empty(), at(10));
        tick(130);
        assertThat(limit.state()).isEqualTo(State.LIMITED);
        tick(131);
        assertThat(limit.state()).isEqualTo(State.FAIL_SAFE);
        assertThat(limit.power()).contains(FAIL_SAFE);

        limit.heartbeat(at(200));
        assertThat(limit.state()).isEqualTo(State.FAIL_SAFE);
        limit.limit(TEN, Optional.empty(), at(210));
        assertThat(limit.power()).contains(TEN);
    }

    @Test
    @DisplayName("LPC: released and then not heard is fail-safe too")
    void releasedAndLost() {
        limit.release(at(10));
        tick(131);
        assertThat(limit.state()).isEqualTo(State.FAIL_SAFE);
    }

    @Test
    @DisplayName("LPC: fail-safe ends by itself after its duration and 120 s")
    void failSafeEnds() {
        limit.release(at(10));
        tick(131);
        tick(131 + 7200 + 120);
        assertThat(limit.state()).isEqualTo(State.FAIL_SAFE);
        tick(131 + 7200 + 121);
        assertThat(limit.state()).isEqualTo(State.UNLIMITED_AUTONOMOUS);
    }

    private void tick(int second) {
        limit.tick(at(second));
    }

    private static Duration at(int second) {
        return Duration.ofSeconds(second);
    }
}
