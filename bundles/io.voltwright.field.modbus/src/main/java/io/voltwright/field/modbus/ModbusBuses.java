package io.voltwright.field.modbus;

import io.voltwright.base.api.DeviceId;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.field.api.BusDoor;
import io.voltwright.field.api.RegisterBus;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Site;
import io.voltwright.site.api.SiteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a bus open for each that the site has, and offers it to the drivers as a service. */
@Component(
        immediate = true,
        service = {SiteListener.class, BusWatch.class, BusDoor.class},
        configurationPid = "io.voltwright.field.modbus")
@Designate(ocd = ModbusBuses.Config.class)
public final class ModbusBuses implements SiteListener, BusWatch, BusDoor {

    /** Behaviour of all buses; where they are and how fast is the site's. */
    @ObjectClassDefinition(name = "Modbus buses")
    public @interface Config {

        @AttributeDefinition(description = "How long to wait for a TCP connection, in milliseconds", min = "100")
        int connectTimeoutMilliseconds() default 2000;

        @AttributeDefinition(
                description =
                        "Closes a connection over TCP, to a device or a gateway, that was not used for so many seconds; 0 keeps it",
                min = "0")
        int idleCloseSeconds() default 0;

        @AttributeDefinition(
                description = "Folder with the native library for serial ports, where the temporary folder is mounted"
                        + " noexec; empty to let it be unpacked there")
        String nativeLibraryFolder() default "";
    }

    /** Makes a bus known to the drivers. */
    interface Publisher {

        /**
         * @return what takes it back
         */
        Runnable publish(RegisterBus bus);
    }

    private static final Logger LOG = LoggerFactory.getLogger(ModbusBuses.class);

    private record Opened(Bus description, ModbusBus bus, Runnable withdraw) {}

    private final BusSettings settings;
    private final Time time;
    private final Lanes lanes;
    private final Publisher publisher;
    /** Closing a bus waits for its thread, so the differences are applied on a thread that may wait. */
    private final ExecutorService changes;

    private final Ends ends = new Ends();

    private final Map<DeviceId, Opened> opened = new TreeMap<>();

    @Activate
    public ModbusBuses(Config config, BundleContext context, @Reference Time time, @Reference Lanes lanes) {
        this(settings(config), time, lanes, bus -> publish(context, bus));
    }

    ModbusBuses(BusSettings settings, Time time, Lanes lanes, Publisher publisher) {
        this.settings = settings;
        this.time = time;
        this.lanes = lanes;
        this.publisher = publisher;
        this.changes = Executors.newSingleThreadExecutor(lanes.threads("buses"));
    }

    private static BusSettings settings(Config config) {
        if (!config.nativeLibraryFolder().isEmpty()) {
            // jSerialComm reads it when its class is loaded, which is when the first port is opened.
            System.setProperty("jSerialComm.library.path", config.nativeLibraryFolder());
        }
        Optional<Duration> idle =
                Optional.of(Duration.ofSeconds(config.idleCloseSeconds())).filter(pause -> !pause.isZero());
        return new BusSettings(Duration.ofMillis(config.connectTimeoutMilliseconds()), idle);
    }

    private static Runnable publish(BundleContext context, RegisterBus bus) {
        ServiceRegistration<RegisterBus> registration = context.registerService(
                RegisterBus.class,
                bus,
                FrameworkUtil.asDictionary(Map.of("bus", bus.id().value())));
        return registration::unregister;
    }

    @Override
    public void siteChanged(Site site) {
        changes.execute(() -> {
            try {
                apply(site.buses());
            } catch (RuntimeException e) {
                LOG.error("The buses of the site could not be applied", e);
            }
        });
    }

    /** Closes before it opens, for a port may have moved from one bus to another. */
    private void apply(List<Bus> wanted) {
        List<Opened> gone = snapshot().stream()
                .filter(old -> !wanted.contains(old.description()))
                .toList();
        gone.forEach(this::close);
        for (Bus bus : wanted) {
            if (snapshot().stream().noneMatch(old -> old.description().equals(bus))) {
                open(bus);
            }
        }
    }

    private void open(Bus description) {
        ModbusBus bus = ModbusBus.open(description, settings, ends, time, lanes.threads("bus " + description.id()));
        Opened fresh = new Opened(description, bus, publisher.publish(bus));
        synchronized (opened) {
            opened.put(description.id(), fresh);
        }
    }

    /** The drivers let go of it first. */
    private void close(Opened old) {
        synchronized (opened) {
            opened.remove(old.description().id());
        }
        try {
            old.withdraw().run();
        } catch (IllegalStateException e) {
            // The framework has taken it back already, as it does when the bundle stops.
        }
        old.bus().close();
    }

    private List<Opened> snapshot() {
        synchronized (opened) {
            return List.copyOf(opened.values());
        }
    }

    @Override
    public List<BusStatus> buses() {
        return snapshot().stream().map(each -> each.bus().status()).toList();
    }

    /** A device may accept one connection only, and a port belongs to one: so a second way to the same place is refused. */
    @Override
    public Visit visit(String address) throws IOException {
        for (Opened each : snapshot()) {
            if (each.description().id().value().equals(address)) {
                return new Visiting(
                        each.bus(), Addresses.transport(each.description().line()), () -> {});
            }
        }
        Bus.Line line = Addresses.line(address);
        for (Opened each : snapshot()) {
            if (Addresses.end(each.description().line()).equals(Addresses.end(line))) {
                throw new IOException("bus '" + each.description().id() + "' of the site leads there; write "
                        + each.description().id() + " instead of " + address);
            }
        }
        Bus own = new Bus(new DeviceId("visit"), line);
        ModbusBus bus = ModbusBus.open(own, settings, ends, time, lanes.threads("bus visit"));
        return new Visiting(bus, Addresses.transport(line), bus::close);
    }

    private record Visiting(RegisterBus bus, String transport, Runnable end) implements Visit {

        @Override
        public void close() {
            end.run();
        }
    }

    /** Writes nothing: the piles stay as they are for the successor. */
    @Deactivate
    void stop() throws InterruptedException {
        changes.shutdown();
        if (!changes.awaitTermination(10, TimeUnit.SECONDS)) {
            LOG.warn("A change of the buses has not ended yet");
        }
        snapshot().forEach(this::close);
    }
}
