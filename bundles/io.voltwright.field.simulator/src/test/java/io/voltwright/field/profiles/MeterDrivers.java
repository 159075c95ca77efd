package io.voltwright.field.profiles;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.RegisterBus;
import java.util.Optional;

/** Lets tests of the virtual meters make the drivers of the same profiles. */
public final class MeterDrivers {

    private MeterDrivers() {}

    public static io.voltwright.field.api.Meter meter(DeviceProfile profile, RegisterBus bus, Lane lane, Time time) {
        MeterDriver driver = new MeterDriver(
                new io.voltwright.site.api.Meter(
                        new DeviceId("meter"),
                        profile.id(),
                        bus.id(),
                        profile.transport().unit()),
                profile,
                profile.transports().keySet().iterator().next(),
                lane,
                time,
                new Listeners());
        driver.use(Optional.of(bus));
        return driver;
    }
}
