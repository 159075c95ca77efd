package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.PileStatus;
import io.voltwright.field.api.PilotState;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a value leaves a driver: with the time its request left, its age and a quality that nothing stale can pass. */
class AgeTest {

    private static final Duration LONG = Duration.ofMinutes(7);

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#piles")
    @DisplayName(
            "R20: what a pile told before it fell silent keeps its time, turns stale, then lost, and counts no more")
    void noValueOfASilentPileCounts(String profile) {
        Yard yard = charging(profile);
        Map<Point, Reading> before = yard.status().readings();
        assertThat(before).isNotEmpty();
        before.values()
                .forEach(reading ->
                        assertThat(reading.quality()).as(reading.toString()).isEqualTo(Quality.GOOD));

        yard.bus.cut(true);
        Duration cut = yard.time.sinceBoot();
        Duration good = yard.profile.freshness().good();
        yard.time.pass(good.plus(Duration.ofMillis(500)));
        assertThat(yard.status().quality()).isNotEqualTo(Quality.GOOD);
        assertThat(yard.status().currents()).isEmpty();
        yard.hold(16, (int) LONG.toSeconds());

        PileStatus lost = yard.status();
        assertThat(lost.quality()).isEqualTo(Quality.LOST);
        assertThat(lost.requested().sinceBoot()).isLessThanOrEqualTo(cut);
        assertThat(lost.armed()).isFalse();
        assertThat(lost.fault().orElseThrow().code()).isEqualTo("CommunicationFault");
        lost.readings().forEach((point, reading) -> {
            assertThat(reading.quality()).as("%s of %s", point, profile).isEqualTo(Quality.LOST);
            assertThat(reading.requested().sinceBoot())
                    .as("no fresh time on an old value")
                    .isLessThanOrEqualTo(cut);
            assertThat(lost.good(point)).isEmpty();
        });
        assertThat(lost.currents()).isEmpty();
        assertThat(lost.power()).isEmpty();
        assertThat(lost.register()).isEmpty();
        assertThat(lost.applied()).isEmpty();
        assertThat(yard.heard)
                .as("told since")
                .noneMatch(told -> told.requested().sinceBoot().compareTo(cut) > 0);

        yard.bus.cut(false);
        Duration mended = yard.time.sinceBoot();
        yard.hold(16, 90);
        PileStatus back = yard.status();
        assertThat(back.quality()).isEqualTo(Quality.GOOD);
        assertThat(back.requested().sinceBoot()).isGreaterThan(mended);
        back.readings().forEach((point, reading) -> {
            assertThat(reading.quality()).as("%s of %s", point, profile).isEqualTo(Quality.GOOD);
            assertThat(reading.requested().sinceBoot()).as("read anew").isGreaterThan(mended);
        });
    }

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#piles")
    @DisplayName("R20: the age of a value counts from when its request left, not from when a late answer came")
    void aLateAnswerIsAsOldAsItsRequest(String profile) {
        Yard yard = charging(profile);
        Duration late = Duration.ofMillis(90);
        yard.bus.takes(late);
        yard.pass(30);

        for (int look = 0; look < 40; look++) {
            yard.time.pass(Duration.ofMillis(37));
            Duration now = yard.time.sinceBoot();
            yard.status().readings().forEach((point, reading) -> assertThat(
                            now.minus(reading.requested().sinceBoot()))
                    .as("%s of %s", point, profile)
                    .isGreaterThanOrEqualTo(late));
            assertThat(now.minus(yard.status().requested().sinceBoot())).isGreaterThanOrEqualTo(late);
        }
    }

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.MeterDriverTest#meters")
    @DisplayName("R20: nor does a value of a silent meter")
    void noValueOfASilentMeterCounts(DeviceProfile profile) {
        VirtualTime time = new VirtualTime();
        VirtualMeter device =
                new VirtualMeter("grid", profile, profile.transport().unit(), () -> new double[] {10, 6, 0});
        time.open("world").every(Duration.ofMillis(100), () -> device.pass(time.sinceBoot()));
        DirectBus bus = new DirectBus(time, device);
        Meter meter = Drivers.meter(profile, Optional.of(bus), time.open("meter"), time, new Deaf());
        time.pass(Duration.ofMinutes(2));
        assertThat(meter.readings()).isNotEmpty();
        meter.readings().values().forEach(reading -> assertThat(reading.quality())
                .isEqualTo(Quality.GOOD));

        bus.cut(true);
        Duration cut = time.sinceBoot();
        time.pass(LONG);

        meter.readings().forEach((point, reading) -> {
            assertThat(reading.quality()).as("%s of %s", point, profile.id()).isEqualTo(Quality.LOST);
            assertThat(reading.requested().sinceBoot()).isLessThanOrEqualTo(cut);
        });
        bus.cut(false);
        time.pass(Duration.ofMinutes(2));
        meter.readings().forEach((point, reading) -> {
            assertThat(reading.quality()).as("%s of %s", point, profile.id()).isEqualTo(Quality.GOOD);
            assertThat(reading.requested().sinceBoot()).isGreaterThan(cut.plus(LONG));
        });
    }

    @ParameterizedTest
    @MethodSource("io.voltwright.field.simulator.DriverSuiteTest#piles")
    void aPileThatWasNeverHeardTellsNothing(String profile) {
        Yard yard = new Yard(profile);
        yard.bus.cut(true);
        yard.pass(60);

        assertThat(yard.status().quality()).isEqualTo(Quality.LOST);
        assertThat(yard.status().pilot()).isEqualTo(PilotState.UNKNOWN);
        assertThat(yard.status().readings()).isEmpty();
    }

    private static Yard charging(String profile) {
        Yard yard = new Yard(profile);
        yard.pass(30);
        yard.device.plug(Yard.car());
        yard.offered(16);
        yard.hold(16, 20);
        return yard;
    }

    private static final class Deaf implements FieldListener {

        @Override
        public void pileChanged(EvseId pile, PileStatus status) {}

        @Override
        public void cardShown(EvseId pile, IdToken token) {}

        @Override
        public void meterChanged(DeviceId meter) {}
    }
}
