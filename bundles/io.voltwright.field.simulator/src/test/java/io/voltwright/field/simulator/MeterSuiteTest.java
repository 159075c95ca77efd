package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Point;
import io.voltwright.base.api.Quality;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.MeterDrivers;
import io.voltwright.field.profiles.PointSpec;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.profiles.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every meter profile must do with its own virtual device: 16 A, 10 A and 6 A flow at 230 V. */
class MeterSuiteTest {

    private static final double[] FLOW = {16, 10, 6};

    private final VirtualTime time = new VirtualTime();

    static Stream<String> meters() {
        return ProfileLibrary.shipped().all().stream()
                .filter(profile -> profile.kind() == Kind.METER)
                .map(DeviceProfile::id);
    }

    @ParameterizedTest
    @MethodSource("meters")
    void readsWhatFlows(String id) {
        DeviceProfile profile = profile(id);
        VirtualMeter device = device(profile, FLOW);
        Meter meter = drive(profile, new DirectBus(time, device), device);

        pass(20);

        int phases = phases(profile);
        double watts = 0;
        for (int phase = 1; phase <= phases; phase++) {
            assertThat(good(meter, Point.valueOf("VOLTAGE_L" + phase))).isEqualTo(230, within(0.1));
            assertThat(good(meter, Point.valueOf("CURRENT_L" + phase))).isEqualTo(FLOW[phase - 1], within(0.01));
            watts += FLOW[phase - 1] * 230;
        }
        assertThat(good(meter, Point.POWER)).isEqualTo(watts, within(1.0));
        assertThat(good(meter, Point.ENERGY_IMPORT)).isEqualTo(device.registerWh(), within(50 + count(profile)));
    }

    @ParameterizedTest
    @MethodSource("meters")
    void anHourAtFullFlowIsThatMuchEnergy(String id) {
        DeviceProfile profile = profile(id);
        VirtualMeter device = device(profile, FLOW);
        Meter meter = drive(profile, new DirectBus(time, device), device);
        pass(20);
        double before = good(meter, Point.ENERGY_IMPORT);

        pass(3600);

        double watts = 230 * (phases(profile) == 1 ? FLOW[0] : 32);
        assertThat(good(meter, Point.ENERGY_IMPORT) - before).isEqualTo(watts, within(watts / 200 + count(profile)));
    }

    @ParameterizedTest
    @MethodSource("meters")
    void whatIsDeliveredHasAMinus(String id) {
        DeviceProfile profile = profile(id);
        VirtualMeter device = device(profile, new double[] {-16, -16, -16});
        Meter meter = drive(profile, new DirectBus(time, device), device);

        pass(20);

        assertThat(good(meter, Point.CURRENT_L1)).isEqualTo(-16, within(0.01));
        assertThat(good(meter, Point.POWER)).isEqualTo(-16 * 230 * phases(profile), within(1.0));
    }

    @ParameterizedTest
    @MethodSource("meters")
    void aMeterThatIsSilentHasNothingGoodAndComesBack(String id) {
        DeviceProfile profile = profile(id);
        VirtualMeter device = device(profile, FLOW);
        DirectBus bus = new DirectBus(time, device);
        Meter meter = drive(profile, bus, device);
        pass(20);

        bus.cut(true);
        pass(60);
        assertThat(meter.readings().get(Point.POWER))
                .extracting(Reading::quality)
                .isEqualTo(Quality.LOST);
        bus.cut(false);
        pass(20);

        assertThat(good(meter, Point.CURRENT_L1)).isEqualTo(16, within(0.01));
    }

    private static DeviceProfile profile(String id) {
        return ProfileLibrary.shipped().find(id).orElseThrow();
    }

    private static VirtualMeter device(DeviceProfile profile, double... flow) {
        double[] measured = phases(profile) == 1 ? new double[] {flow[0], 0, 0} : flow;
        return new VirtualMeter("meter", profile, profile.transport().unit(), () -> measured);
    }

    private Meter drive(DeviceProfile profile, DirectBus bus, VirtualMeter device) {
        Lane world = time.open("world");
        world.every(Duration.ofMillis(500), () -> device.pass(time.sinceBoot()));
        return MeterDrivers.meter(profile, bus, time.open("meter"), time);
    }

    private void pass(int seconds) {
        time.pass(Duration.ofSeconds(seconds));
    }

    private static int phases(DeviceProfile profile) {
        return profile.capabilities()
                .phases()
                .value(name -> Optional.empty())
                .map(Value::number)
                .orElse(3.0)
                .intValue();
    }

    /** What one count of its register is, in Wh. */
    private static double count(DeviceProfile profile) {
        PointSpec point = profile.point("energy.import").orElseThrow();
        return point.type().isFloat() ? 0 : point.unit().orElseThrow().canonical(1);
    }

    private static double good(Meter meter, Point point) {
        Map<Point, Reading> readings = meter.readings();
        assertThat(readings).as(point.key()).containsKey(point);
        Reading reading = Objects.requireNonNull(readings.get(point));
        assertThat(reading.quality()).as(point.key()).isEqualTo(Quality.GOOD);
        return reading.value();
    }
}
