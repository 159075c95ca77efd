package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Drivers;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every meter profile must do with its own virtual device. */
class MeterDriverTest implements FieldListener {

    private int told;

    static Stream<DeviceProfile> meters() {
        return ProfileLibrary.shipped().all().stream().filter(profile -> profile.kind() == Kind.METER);
    }

    @ParameterizedTest
    @MethodSource("meters")
    void readingsAreGoodWhileItAnswersAndLostAfterwards(DeviceProfile profile) {
        VirtualTime time = new VirtualTime();
        VirtualMeter device =
                new VirtualMeter("grid", profile, profile.transport().unit(), () -> new double[] {10, 6, 0});
        time.open("world").every(Duration.ofMillis(100), () -> device.pass(time.sinceBoot()));
        DirectBus bus = new DirectBus(time, device);
        Meter meter = Drivers.meter(profile, Optional.of(bus), time.open("meter"), time, this);

        time.pass(Duration.ofHours(1));
        assertThat(value(meter, Point.CURRENT_L1)).isEqualTo(10, within(0.01));
        assertThat(value(meter, Point.POWER)).isEqualTo(16 * 230, within(1.0));
        // The coarsest register counts in 0.1 kWh (Carlo Gavazzi EM340, field reference 1.14).
        assertThat(value(meter, Point.ENERGY_IMPORT)).isEqualTo(16 * 230, within(100.0));
        assertThat(told).isGreaterThan(100);

        bus.cut(true);
        time.pass(Duration.ofMinutes(10));
        assertThat(reading(meter, Point.POWER).quality()).isEqualTo(Quality.LOST);
        bus.cut(false);
        time.pass(Duration.ofSeconds(30));
        assertThat(reading(meter, Point.POWER).quality()).isEqualTo(Quality.GOOD);
    }

    private static double value(Meter meter, Point point) {
        assertThat(reading(meter, point).quality()).isEqualTo(Quality.GOOD);
        return reading(meter, point).value();
    }

    private static Reading reading(Meter meter, Point point) {
        return Optional.ofNullable(meter.readings().get(point)).orElseThrow();
    }

    @Override
    public void meterChanged(DeviceId meter) {
        told++;
    }

    @Override
    public void pileChanged(EvseId pile, PileStatus status) {}

    @Override
    public void cardShown(EvseId pile, IdToken token) {}
}
