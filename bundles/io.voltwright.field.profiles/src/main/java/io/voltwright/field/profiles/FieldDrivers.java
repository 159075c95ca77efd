package io.voltwright.field.profiles;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.FieldListener;
import io.voltwright.field.api.Meter;
import io.voltwright.field.api.Pile;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Evse;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one driver for each pile and meter of the site, and each driver on the bus it is wired to. */
@Component(immediate = true, service = SiteListener.class)
public final class FieldDrivers implements SiteListener {

    private static final Logger log = LoggerFactory.getLogger(FieldDrivers.class);

    /** What a driver is made from; while that is the same the driver stays. */
    private record Wiring(Object device, DeviceId bus, Optional<Bus> line) {}

    private static final Duration LOOK = Duration.ofSeconds(2);

    /**
     * A driver at work.
     *
     * @param free whether another one may take its place now
     */
    private record Driven(
            Wiring wiring,
            DeviceProfile profile,
            BooleanSupplier free,
            Consumer<Optional<RegisterBus>> use,
            Runnable close,
            ServiceRegistration<?> service) {

        void end() {
            service.unregister();
            close.run();
        }
    }

    private final BundleContext context;
    private final ProfileCatalogue catalogue;
    private final Lanes lanes;
    private final Time time;
    private final Lane lane;
    private final Listeners listeners = new Listeners();
    private final Map<DeviceId, RegisterBus> buses = new HashMap<>();
    private final Map<String, Driven> driven = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();

    @Activate
    public FieldDrivers(
            BundleContext context,
            @Reference ProfileCatalogue catalogue,
            @Reference Lanes lanes,
            @Reference Time time) {
        this.context = context;
        this.catalogue = catalogue;
        this.lanes = lanes;
        this.time = time;
        this.lane = lanes.open("field drivers");
        lane.every(LOOK, this::follow);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addBus(RegisterBus bus) {
        lane.execute(() -> {
            buses.put(bus.id(), bus);
            tell(bus.id(), Optional.of(bus));
        });
    }

    void removeBus(RegisterBus bus) {
        lane.execute(() -> {
            // The successor may already be bound.
            if (buses.remove(bus.id(), bus)) {
                tell(bus.id(), Optional.empty());
            }
        });
    }

    private void tell(DeviceId id, Optional<RegisterBus> bus) {
        driven.values().stream().filter(each -> each.wiring().bus().equals(id)).forEach(each -> each.use()
                .accept(bus));
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(FieldListener listener) {
        listeners.add(listener);
    }

    void removeListener(FieldListener listener) {
        listeners.remove(listener);
    }

    /** The piles are left as they are. */
    @Deactivate
    void stop() {
        lane.close();
        driven.values().forEach(Driven::end);
        driven.clear();
    }

    @Override
    public void siteChanged(Site site) {
        lane.execute(() -> apply(site));
    }

    private void apply(Site site) {
        Map<String, Wiring> wanted = new HashMap<>();
        site.evses()
                .forEach(evse -> wanted.put("evse " + evse.id(), new Wiring(evse, evse.bus(), site.bus(evse.bus()))));
        site.meters()
                .forEach(meter ->
                        wanted.put("meter " + meter.id(), new Wiring(meter, meter.bus(), site.bus(meter.bus()))));
        driven.entrySet().removeIf(entry -> {
            boolean stays = entry.getValue().wiring().equals(wanted.get(entry.getKey()));
            if (!stays) {
                entry.getValue().end();
            }
            return !stays;
        });
        wanted.forEach((name, wiring) -> {
            if (!driven.containsKey(name)) {
                drive(name, wiring).ifPresent(driver -> driven.put(name, driver));
            }
        });
    }

    /**
     * A profile that was changed drives its devices from now on: a meter at once (in the middle of a signed procedure after that), a
     * pile when nobody charges there, for the new profile may be wrong. The driver before leaves the pile as it is.
     */
    private void follow() {
        for (Map.Entry<String, Driven> entry : driven.entrySet()) {
            Driven old = entry.getValue();
            Optional<DeviceProfile> now = catalogue.profile(old.profile().id());
            if (now.isEmpty() || now.get().equals(old.profile())) {
                waiting.remove(entry.getKey());
            } else if (!old.free().getAsBoolean()) {
                if (waiting.add(entry.getKey())) {
                    log.info(
                            "{}: its profile was changed; it follows when its charge, or its signing, is over",
                            entry.getKey());
                }
            } else if (now.get().kind() == old.profile().kind()) {
                waiting.remove(entry.getKey());
                log.info("{}: follows the change of its profile", entry.getKey());
                old.end();
                drive(entry.getKey(), old.wiring()).ifPresent(entry::setValue);
            }
        }
    }

    private Optional<Driven> drive(String name, Wiring wiring) {
        if (wiring.device() instanceof Evse evse) {
            return profile(name, evse.profile(), Kind.EVSE).map(profile -> pile(evse, profile, wiring));
        }
        io.voltwright.site.api.Meter meter = (io.voltwright.site.api.Meter) wiring.device();
        return profile(name, meter.profile(), Kind.METER).map(profile -> meter(meter, profile, wiring));
    }

    private Optional<DeviceProfile> profile(String name, String id, Kind kind) {
        Optional<DeviceProfile> profile = catalogue.profile(id).filter(found -> found.kind() == kind);
        if (profile.isEmpty()) {
            log.error("{}: there is no profile '{}' for it; it is not driven (see profile:list)", name, id);
        }
        return profile;
    }

    private Driven pile(Evse evse, DeviceProfile profile, Wiring wiring) {
        PileDriver driver =
                new PileDriver(evse, profile, transport(wiring), lanes.open("pile " + evse.id()), time, listeners);
        driver.use(Optional.ofNullable(buses.get(evse.bus())));
        return new Driven(
                wiring,
                profile,
                driver::isFree,
                driver::use,
                driver::close,
                register(Pile.class, driver, "evse", evse.id()));
    }

    private Driven meter(io.voltwright.site.api.Meter meter, DeviceProfile profile, Wiring wiring) {
        MeterDriver driver =
                new MeterDriver(meter, profile, transport(wiring), lanes.open("meter " + meter.id()), time, listeners);
        driver.use(Optional.ofNullable(buses.get(meter.bus())));
        return new Driven(
                wiring,
                profile,
                driver::isFree,
                driver::use,
                driver::close,
                register(Meter.class, driver, "meter", meter.id()));
    }

    private <T> ServiceRegistration<T> register(Class<T> type, T service, String property, Object id) {
        return context.registerService(type, service, FrameworkUtil.asDictionary(Map.of(property, id.toString())));
    }

    /** The name profiles give to the kind of line. */
    private static String transport(Wiring wiring) {
        Bus.Line line = wiring.line().map(Bus::line).orElse(new Bus.Tcp("", 0));
        if (line instanceof Bus.Serial serial) {
            return serial.mode() == Bus.Mode.ASCII ? "ascii" : "rtu";
        }
        return line instanceof Bus.Tcp ? "tcp" : "rtuOverTcp";
    }
}
