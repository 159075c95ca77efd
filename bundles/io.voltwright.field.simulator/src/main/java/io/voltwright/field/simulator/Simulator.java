package io.voltwright.field.simulator;

import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.ProfileLibrary;
import io.voltwright.field.simulator.SimulatorConfig.Device;
import io.voltwright.field.simulator.SimulatorConfig.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual piles and meters on real sockets and serial lines, with vehicles and a control API; also for tests. */
public final class Simulator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Simulator.class);
    private static final int STEP_MILLIS = 50;
    /** With many devices time passes in longer steps, so that a thousand leave the machine to others. */
    private static final int DEVICES_PER_MILLI = 2;

    private static final int SAVE_SECONDS = 5;

    private final SimulatedClock clock = new SimulatedClock(System::nanoTime);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, Threads.named("time"));
    private final Map<String, VirtualPile> piles = new LinkedHashMap<>();
    private final Map<String, VirtualMeter> meters = new LinkedHashMap<>();
    private final Map<String, LineTrouble> troubles = new LinkedHashMap<>();
    private final Map<String, Runnable> hangUps = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final ProfileLibrary library;
    private final MeterStore store;
    private final ControlServer control;

    private Simulator(SimulatorConfig config, ProfileLibrary library) throws IOException, InterruptedException {
        this.library = library;
        this.store = new MeterStore(config.home().resolve("meters.properties"));
        for (Device device : config.devices()) {
            make(device);
        }
        store.load(devices());
        TcpServer tcp = new TcpServer(timer);
        opened.push(tcp);
        for (List<Device> together : byLine(config.devices())) {
            serve(together.get(0).line(), together, tcp);
        }
        control = new ControlServer(this, config.control());
        opened.push(control);
        int millis = Math.max(STEP_MILLIS, config.devices().size() / DEVICES_PER_MILLI);
        var steps = timer.scheduleAtFixedRate(this::step, millis, millis, TimeUnit.MILLISECONDS);
        var saves = timer.scheduleWithFixedDelay(this::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
        opened.push(() -> {
            steps.cancel(false);
            saves.cancel(false);
            timer.shutdownNow();
        });
    }

    /**
     * Begins to simulate.
     *
     * @throws IOException if a port is taken or a line cannot be opened
     * @throws IllegalArgumentException if the configuration names a profile that is not there
     */
    public static Simulator start(SimulatorConfig config, ProfileLibrary library)
            throws IOException, InterruptedException {
        return new Simulator(config, library);
    }

    /** Devices with the same line share it; any free port is a line of its own. */
    private static Collection<List<Device>> byLine(List<Device> devices) {
        Set<Line> any = Set.of(new SimulatorConfig.Tcp(0), new SimulatorConfig.RtuOverTcp(0));
        Map<Object, List<Device>> lines = new LinkedHashMap<>();
        for (Device device : devices) {
            Object key = any.contains(device.line()) ? device.id() : device.line();
            lines.computeIfAbsent(key, line -> new ArrayList<>()).add(device);
        }
        return lines.values();
    }

    private DeviceProfile profile(Device device) {
        return library.find(device.profile())
                .orElseThrow(() -> new IllegalArgumentException(
                        "device " + device.id() + ": there is no profile '" + device.profile() + "'"));
    }

    private void make(Device device) {
        DeviceProfile profile = profile(device);
        if (profile.kind() == Kind.EVSE) {
            piles.put(device.id(), new VirtualPile(device.id(), profile, device.unit(), device.instance()));
        } else {
            meters.put(device.id(), new VirtualMeter(device.id(), profile, device.unit(), this::siteAmps));
        }
        troubles.put(device.id(), new LineTrouble(device.id().hashCode()));
    }

    private void serve(Line line, List<Device> devices, TcpServer tcp) throws IOException, InterruptedException {
        Slave slave = new Slave(devices.stream()
                .map(device -> new Slave.Wired(device(device.id()), trouble(device.id())))
                .toList());
        String where;
        if (line instanceof SimulatorConfig.Tcp to) {
            where = "tcp 127.0.0.1:" + tcp.listen(to.port(), Framer.Kind.TCP, slave);
        } else if (line instanceof SimulatorConfig.RtuOverTcp to) {
            where = "rtuOverTcp 127.0.0.1:" + tcp.listen(to.port(), Framer.Kind.RTU, slave);
        } else if (line instanceof SimulatorConfig.Serial serial) {
            opened.push(serial(serial.port(), serial.baud(), devices, slave));
            where = "serial " + serial.port();
        } else {
            where = pty((SimulatorConfig.Pty) line, devices, slave, tcp);
        }
        for (Device device : devices) {
            addresses.put(device.id(), where);
            hangUps.put(device.id(), () -> tcp.hangUp(slave));
            log.info("{}: {} on {} unit {}", device.id(), device.profile(), where, device.unit());
        }
    }

    private SerialLine serial(String port, int baud, List<Device> devices, Slave slave) throws IOException {
        DeviceProfile profile = profile(devices.get(0));
        boolean ascii = profile.transports().containsKey("ascii");
        return new SerialLine(
                port,
                baud,
                ascii ? Framer.Kind.ASCII : Framer.Kind.RTU,
                !profile.rules().wake().isZero(),
                slave,
                timer);
    }

    private String pty(SimulatorConfig.Pty pty, List<Device> devices, Slave slave, TcpServer tcp)
            throws IOException, InterruptedException {
        Optional<PtyPair> pair = PtyPair.make(pty.path());
        if (pair.isEmpty()) {
            log.warn("there is no socat here, so no serial line: RTU over TCP instead of {}", pty.path());
            return "rtuOverTcp 127.0.0.1:" + tcp.listen(pty.fallback(), Framer.Kind.RTU, slave);
        }
        opened.push(pair.get());
        opened.push(serial(pair.get().device().toString(), 19200, devices, slave));
        return "serial " + pty.path();
    }

    private VirtualDevice device(String id) {
        VirtualPile pile = piles.get(id);
        return pile == null ? Optional.ofNullable(meters.get(id)).orElseThrow() : pile;
    }

    private double[] siteAmps() {
        double[] sum = new double[3];
        for (VirtualPile pile : piles.values()) {
            double[] amps = pile.amps();
            for (int phase = 0; phase < 3; phase++) {
                sum[phase] += amps[phase];
            }
        }
        return sum;
    }

    private Collection<VirtualDevice> devices() {
        List<VirtualDevice> all = new ArrayList<>(piles.values());
        all.addAll(meters.values());
        return all;
    }

    private void step() {
        try {
            devices().forEach(device -> device.pass(clock.now()));
        } catch (RuntimeException e) {
            log.error("a step failed", e);
        }
    }

    private void save() {
        try {
            store.save(devices());
        } catch (IOException | UncheckedIOException e) {
            log.warn("meter registers cannot be kept: {}", e.getMessage());
        }
    }

    SimulatedClock clock() {
        return clock;
    }

    Map<String, VirtualPile> piles() {
        return piles;
    }

    VirtualPile pile(String id) {
        return Optional.ofNullable(piles.get(id)).orElseThrow();
    }

    Optional<VirtualMeter> meter(String id) {
        return Optional.ofNullable(meters.get(id));
    }

    Optional<VirtualDevice> find(String id) {
        return piles.containsKey(id) || meters.containsKey(id) ? Optional.of(device(id)) : Optional.empty();
    }

    LineTrouble trouble(String id) {
        return Optional.ofNullable(troubles.get(id)).orElseThrow();
    }

    void hangUp(String id) {
        Optional.ofNullable(hangUps.get(id)).ifPresent(Runnable::run);
    }

    void power(boolean on) {
        devices().forEach(device -> device.power(on));
        if (!on) {
            hangUps.values().forEach(Runnable::run);
        }
    }

    /** How to reach each device, as {@code tcp 127.0.0.1:5020} or {@code serial /path}. */
    public Map<String, String> addresses() {
        return Map.copyOf(addresses);
    }

    /** The port of the control API. */
    public int controlPort() {
        return control.port();
    }

    /** Closes all ports and keeps the meter registers. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            try {
                next.close();
            } catch (Exception e) {
                log.warn("closing failed: {}", e.getMessage());
            }
        }
        save();
    }

    /** {@code simulator [--home DIR] [--config FILE] [--control PORT] [--at ID=PORT|PATH]...}. */
    public static void main(String[] arguments) throws Exception {
        Simulator simulator;
        try {
            simulator = start(Options.config(arguments, System.getenv()), ProfileLibrary.shipped());
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("simulator: " + e.getMessage());
            System.exit(2);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator end"));
        System.out.println("Simulator: control at http://127.0.0.1:" + simulator.controlPort() + "/evses");
        simulator.addresses.forEach((id, where) -> System.out.println("  " + id + " at " + where));
        Thread.currentThread().join();
    }
}
