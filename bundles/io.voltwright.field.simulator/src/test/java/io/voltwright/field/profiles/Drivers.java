package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Evse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets tests of the virtual devices make the drivers of the same profiles. */
public final class Drivers {

    private Drivers() {}

    /**
     * A driver under test.
     *
     * @param use tells it its bus
     * @param close as at the end of its component
     */
    public record Driven(Pile pile, Consumer<Optional<RegisterBus>> use, Runnable close) {}

    public static Driven pile(Evse evse, DeviceProfile profile, Lane lane, Time time, FieldListener listener) {
        Listeners listeners = new Listeners();
        listeners.add(listener);
        PileDriver driver = new PileDriver(
                evse, profile, profile.transports().keySet().iterator().next(), lane, time, listeners);
        return new Driven(driver, driver::use, driver::close);
    }

    /** A meter at the unit its profile names, on this bus. */
    public static Meter meter(
            DeviceProfile profile, Optional<RegisterBus> bus, Lane lane, Time time, FieldListener listener) {
        Listeners listeners = new Listeners();
        listeners.add(listener);
        io.voltwright.site.api.Meter meter = new io.voltwright.site.api.Meter(
                new DeviceId("meter"),
                profile.id(),
                new DeviceId("bus"),
                profile.transport().unit());
        MeterDriver driver = new MeterDriver(
                meter, profile, profile.transports().keySet().iterator().next(), lane, time, listeners);
        driver.use(bus);
        return driver;
    }

    /** A three-phase pile of 32 A that falls to 6 A after its watchdog time. */
    public static Evse evse(String profile, int unit, Duration failSafeAfter) {
        return new Evse(
                new EvseId("pile"),
                profile,
                new DeviceId("bus"),
                unit,
                1,
                List.of(Phase.values()),
                Current.amperes(32),
                Current.amperes(6),
                failSafeAfter,
                Optional.empty(),
                Optional.empty(),
                "standard");
    }
}
