package io.voltwright.field.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voltwright.base.api.Point;
import io.voltwright.base.api.Reading;
import io.voltwright.base.api.VirtualTime;
import io.voltwright.field.api.Meter;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.MeterDrivers;
import io.voltwright.field.profiles.ProfileLibrary;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Finding the model of a SunSpec meter whose registers were filled by hand from row 1.14 of the field reference. */
class SunSpecTest {

    private final VirtualTime time = new VirtualTime();
    private final HandFilled device = new HandFilled();

    private Meter meter() {
        DeviceProfile profile = ProfileLibrary.shipped().find("sunspec-meter3p").orElseThrow();
        Meter meter = MeterDrivers.meter(profile, new DirectBus(time, device), time.open("meter"), time);
        time.pass(Duration.ofSeconds(20));
        return meter;
    }

    private static double value(Meter meter, Point point) {
        return Objects.requireNonNull(meter.readings().get(point)).value();
    }

    @Test
    void walksPastOtherModelsToThatOfAMeter() {
        // "SunS" at 50000; model 1 of 66 registers; model 203 of 105: AphA +3 with A_SF +6, WphA +19 and W +18 with
        // W_SF +22.
        device.put(50_000, 0x5375, 0x6e53, 1, 66);
        int model = 50_070;
        device.put(model, 203, 105);
        device.put(model + 3, 1600, 1000, 600);
        device.put(model + 6, 0xfffe);
        device.put(model + 8, 2301, 2302, 2303);
        device.put(model + 15, 0xffff);
        device.put(model + 18, 736, 368, 230, 138);
        device.put(model + 22, 1);
        device.put(model + 46, 0x0001, 0xe240);
        device.put(model + 107, 0xffff, 0);

        Meter meter = meter();

        assertThat(value(meter, Point.CURRENT_L1)).isEqualTo(16, within(1e-9));
        assertThat(value(meter, Point.CURRENT_L3)).isEqualTo(6, within(1e-9));
        assertThat(value(meter, Point.VOLTAGE_L2)).isEqualTo(230.2, within(1e-9));
        assertThat(value(meter, Point.POWER)).isEqualTo(7360, within(1e-9));
        assertThat(value(meter, Point.ENERGY_IMPORT)).isEqualTo(123_456, within(1e-9));
    }

    @Test
    void readsTheModelOfFloatsWhereTheDeviceHasThatOne() {
        // At 0; model 213: AphA +4, W +28 as floats (0x41800000 = 16.0, 0x45E60000 = 7360.0).
        device.put(0, 0x5375, 0x6e53, 213, 124);
        device.put(2 + 4, 0x4180, 0);
        device.put(2 + 28, 0x45e6, 0);
        device.put(2 + 126, 0xffff, 0);

        Meter meter = meter();

        assertThat(value(meter, Point.CURRENT_L1)).isEqualTo(16);
        assertThat(value(meter, Point.POWER)).isEqualTo(7360);
    }

    @Test
    void aDeviceWithoutTheModelIsNotRead() {
        device.put(40_000, 0x5375, 0x6e53, 1, 66);
        device.put(40_070, 103, 50);
        device.put(40_122, 0xffff, 0);

        assertThat(meter().readings().values()).extracting(Reading::point).isEmpty();
    }

    @Test
    void aChainThatDoesNotEndIsGivenUp() {
        // Models of length 0, one after another, for ever.
        for (int at = 40_002; at < 40_400; at += 2) {
            device.put(at, 1, 0);
        }
        device.put(40_000, 0x5375, 0x6e53);

        assertThat(meter().readings()).isEmpty();
    }
}
