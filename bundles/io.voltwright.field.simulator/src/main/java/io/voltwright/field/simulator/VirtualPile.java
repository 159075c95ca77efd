package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.Capabilities.SetPoint;
import io.voltwright.field.profiles.DeviceProfile;
import io.voltwright.field.profiles.Virtual;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A pile made from its profile, with a vehicle that may be plugged in. */
final class VirtualPile implements VirtualDevice {

    private static final double VOLTS = 230;

    private final String id;
    private final DeviceProfile profile;
    private final Virtual virtual;
    private final Image image;
    private final VirtualWatchdog watchdog;
    private final VirtualReader reader;
    private final EnergyCounter counter = new EnergyCounter();
    private Optional<Vehicle> vehicle = Optional.empty();
    private Optional<Integer> fault = Optional.empty();
    private Duration now = Duration.ZERO;
    private double sessionStart;
    private double offered;
    private boolean powered = true;
    private boolean lockFails;
    private boolean unlocked;
    private boolean occupied;
    private boolean harmed;
    private String state = "A";

    VirtualPile(String id, DeviceProfile profile, int unit, int instance) {
        this.id = id;
        this.profile = profile;
        this.virtual = profile.virtual();
        this.image = new Image(profile, unit, instance);
        this.watchdog = new VirtualWatchdog(profile.failSafe(), virtual, image);
        this.reader = new VirtualReader(id + " (" + profile.title() + ")", image);
        boot();
    }

    private void boot() {
        virtual.initial().forEach(image::set);
        watchdog.reset(now);
        publish();
    }

    @Override
    public String id() {
        return id;
    }

    DeviceProfile profile() {
        return profile;
    }

    @Override
    public synchronized boolean powered() {
        return powered;
    }

    /** Registers come back as after a boot; the meter's register does not forget. */
    @Override
    public synchronized void power(boolean on) {
        if (on != powered) {
            powered = on;
            vehicle.ifPresent(Vehicle::cut);
            if (on) {
                boot();
            }
        }
    }

    synchronized void plug(Vehicle car) {
        vehicle = Optional.of(car);
        sessionStart = counter.wattHours();
        unlocked = false;
        occupied = true;
        publish();
    }

    synchronized void unplug() {
        vehicle = Optional.empty();
        unlocked = false;
        occupied = false;
        publish();
    }

    synchronized Optional<Vehicle> vehicle() {
        return vehicle;
    }

    /**
     * Shows a card at the pile's own reader, after those that were shown before.
     *
     * @throws IllegalArgumentException if it cannot be read there
     */
    synchronized void card(String token) {
        reader.show(token, now);
    }

    synchronized void fault(Optional<Integer> code) {
        fault = code;
        publish();
    }

    synchronized void lockFails(boolean fails) {
        lockFails = fails;
    }

    synchronized void occupied(boolean car) {
        occupied = car;
    }

    /** Makes the meter lie. */
    synchronized void meter(Consumer<EnergyCounter> change) {
        change.accept(counter);
    }

    @Override
    public synchronized double registerWh() {
        return counter.wattHours();
    }

    @Override
    public synchronized void registerWh(double wattHours) {
        counter.set(wattHours);
        publish();
    }

    @Override
    public synchronized boolean hasUnit(int unit) {
        return image.hasUnit(unit);
    }

    @Override
    public synchronized boolean holds(int unit, Table table, int at) {
        return image.holds(unit, table, at);
    }

    @Override
    public synchronized void heard() {
        watchdog.heard(now);
    }

    @Override
    public synchronized Optional<List<Integer>> read(int unit, Table table, int at, int count) {
        reader.read(unit, table, at, count, now);
        return image.read(unit, table, at, count);
    }

    @Override
    public synchronized boolean write(int unit, Table table, int at, List<Integer> words) {
        int phases = phases();
        Optional<List<String>> points = image.write(unit, table, at, words);
        points.ifPresent(written -> {
            harmed |= phases != phases() && offered > 0;
            watchdog.written(written, now);
            virtual.mirrors().forEach((mirror, source) -> source.value(image.scope())
                    .ifPresent(value -> image.set(mirror, value.number())));
            if (virtual.unlock().map(written::contains).orElse(false) && !lockFails) {
                unlocked = true;
            }
            publish();
        });
        return points.isPresent();
    }

    @Override
    public synchronized void pass(Duration until) {
        Duration step = until.minus(now);
        now = until;
        if (!powered) {
            return;
        }
        watchdog.pass(now);
        offered = offer();
        vehicle.ifPresent(car -> counter.count(car.pass(step, offered, phases())));
        reader.pass(now);
        publish();
    }

    /** What the pilot says, in amperes. */
    private double offer() {
        if (fault.isPresent()) {
            return 0;
        }
        double most = image.has("limit.hardware") ? image.number("limit.hardware") : hardware();
        double set = virtual.current().map(image::amperes).orElse(most);
        boolean enabled =
                virtual.enabled().map(formula -> formula.holds(image.scope())).orElse(true);
        double wanted = enabled ? set : 0;
        if (watchdog.tripped()) {
            wanted = profile.failSafe().tripEnergises() ? watchdog.current() : Math.min(wanted, watchdog.current());
        }
        return wanted < 6 ? 0 : Math.min(wanted, most);
    }

    private double hardware() {
        return profile.capabilities()
                .setPoint()
                .flatMap(SetPoint::most)
                .map(current -> current.amperes())
                .orElse(32.0);
    }

    private int phases() {
        return virtual.phases()
                .orElse(profile.capabilities().phases())
                .value(profile.scope(image.scope()))
                .map(value -> (int) value.number())
                .orElse(3);
    }

    private String judge() {
        if (fault.isPresent()) {
            return virtual.states().containsKey("F") ? "F" : "E";
        }
        if (vehicle.isEmpty()) {
            return "A";
        }
        if (offered == 0) {
            boolean draws = vehicle.get().amps() > 0.1;
            return draws && virtual.states().containsKey("C1") ? "C1" : "B1";
        }
        return vehicle.get().closed() ? "C2" : "B2";
    }

    /** Brings what is into the registers. */
    private void publish() {
        state = judge();
        Optional<String> error = profile.errors().from();
        error.ifPresent(point -> image.set(point, 0));
        // What is written by the controller is part of a state, but not for the pile to change.
        virtual.registers(state).forEach((point, value) -> {
            if (image.point(point).map(spec -> !spec.access().writes()).orElse(false)) {
                image.set(point, value);
            }
        });
        // A lock that opens on an empty socket leaves no cable in it.
        if (unlocked && vehicle.isPresent()) {
            virtual.unlocked().forEach(image::set);
        }
        // Some devices tell a fault in the register of their state.
        error.ifPresent(point -> fault.ifPresent(code -> image.set(point, code)));
        Instruments.show(image, amps(), counter.wattHours(), sessionStart);
        image.point("limit.applied")
                .filter(point -> !point.access().writes())
                .ifPresent(point -> image.set("limit.applied", offered));
        image.set("soc", vehicle.map(Vehicle::soc).orElse(0.0));
    }

    @Override
    public synchronized Map<String, Map<String, String>> registers() {
        return image.dump();
    }

    /** What flows on each phase of the pile, in amperes. */
    synchronized double[] amps() {
        double amps = vehicle.map(Vehicle::amps).orElse(0.0);
        int used = vehicle.map(car -> Math.min(car.phases(), phases())).orElse(0);
        return new double[] {used > 0 ? amps : 0, used > 1 ? amps : 0, used > 2 ? amps : 0};
    }

    /** What {@code GET /evses} says of it. */
    synchronized Map<String, Object> view() {
        double[] amps = amps();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("profile", profile.id());
        view.put("powered", powered);
        view.put("state", state);
        view.put("plugged", vehicle.isPresent());
        view.put("offeredAmps", offered);
        view.put("amps", amps);
        view.put("switchedPhases", phases());
        view.put("phasesChangedUnderOffer", harmed);
        view.put("powerW", (amps[0] + amps[1] + amps[2]) * VOLTS);
        view.put("registerWh", counter.wattHours());
        view.put("sessionWh", vehicle.isPresent() ? counter.wattHours() - sessionStart : 0);
        vehicle.ifPresent(car -> {
            view.put("soc", car.soc());
            view.put("capacityWh", car.capacityWh());
            view.put("maxAmps", car.maxAmps());
            view.put("phases", car.phases());
            view.put("ready", car.ready());
        });
        view.put(
                "failSafe",
                Map.of(
                        "tripped", watchdog.tripped(),
                        "timeoutS", watchdog.timeout().toMillis() / 1000.0,
                        "amps", watchdog.current()));
        fault.ifPresent(code -> view.put("fault", code));
        view.put("unlocked", unlocked);
        view.put("lockFails", lockFails);
        view.put("bayOccupied", occupied);
        view.put("unreadCards", reader.unread());
        return view;
    }
}
