package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.FailSafe;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Piles that want a heart-beat without a fail-safe that could be read back. */
class KeepAliveTest {

    static Stream<String> piles() {
        return ProfileLibrary.shipped().all().stream()
                .filter(profile -> profile.failSafe().style() == FailSafe.Style.KEEP_ALIVE)
                .map(DeviceProfile::id);
    }

    @ParameterizedTest
    @MethodSource("piles")
    @DisplayName("R35: the heart-beat is never late while somebody controls the pile")
    void isFedInTime(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 120);

        Duration period = yard.profile.failSafe().least().dividedBy(3);
        List<Duration> beats = beats(yard);
        assertThat(beats.size()).isGreaterThan(3);
        for (int i = 1; i < beats.size(); i++) {
            assertThat(beats.get(i).minus(beats.get(i - 1))).isLessThanOrEqualTo(period.plusMillis(600));
        }
    }

    @ParameterizedTest
    @MethodSource("piles")
    @DisplayName("R34, R35: it counts as a pile without fail-safe, and the heart-beat ends with the control loop")
    void isNotReliedOn(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);

        assertThat(yard.driver().pile().abilities().failSafe()).isFalse();
        yard.pass(300);
        Duration last = beats(yard).get(beats(yard).size() - 1);
        assertThat(yard.time.sinceBoot().minus(last)).isGreaterThan(Duration.ofSeconds(60));
    }

    private static List<Duration> beats(Yard yard) {
        int register = yard.profile
                .point(yard.profile.failSafe().register().orElseThrow())
                .orElseThrow()
                .at();
        return yard.bus.sent.stream()
                .filter(sent -> sent.request().isWrite() && sent.request().address() == register)
                .map(DirectBus.Sent::at)
                .toList();
    }
}
