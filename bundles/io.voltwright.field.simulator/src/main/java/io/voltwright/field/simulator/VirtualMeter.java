package io.voltwright.field.simulator;

import io.voltwright.field.api.RegisterBus.Table;
import io.voltwright.field.profiles.DeviceProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A meter made from its profile; measures the piles behind it and a house. */
final class VirtualMeter implements VirtualDevice {

    private static final double VOLTS = 230;

    private final String id;
    private final Image image;
    private final Optional<VirtualSigner> signer;
    private final Supplier<double[]> amps;
    private final EnergyCounter counter = new EnergyCounter();
    private Duration now = Duration.ZERO;
    private boolean powered = true;

    /**
     * @param amps what flows on each of the three phases
     */
    VirtualMeter(String id, DeviceProfile profile, int unit, Supplier<double[]> amps) {
        this.id = id;
        this.image = new Image(profile, unit, 1);
        this.signer = profile.signed().map(VirtualSigner::new);
        this.amps = amps;
        profile.virtual().initial().forEach(image::set);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized boolean powered() {
        return powered;
    }

    @Override
    public synchronized void power(boolean on) {
        powered = on;
    }

    @Override
    public synchronized boolean hasUnit(int unit) {
        return image.hasUnit(unit);
    }

    @Override
    public synchronized boolean holds(int unit, Table table, int at) {
        return image.holds(unit, table, at) || signs(unit, table, at).isPresent();
    }

    @Override
    public synchronized Optional<List<Integer>> read(int unit, Table table, int at, int count) {
        return signs(unit, table, at).isPresent()
                ? signs(unit, table, at).flatMap(each -> each.read(at, count))
                : image.read(unit, table, at, count);
    }

    /** Where its signing part answers. */
    private Optional<VirtualSigner> signs(int unit, Table table, int at) {
        return table == Table.HOLDING && image.hasUnit(unit) ? signer.filter(each -> each.holds(at)) : Optional.empty();
    }

    @Override
    public synchronized boolean write(int unit, Table table, int at, List<Integer> words) {
        return signs(unit, table, at).isPresent()
                ? signs(unit, table, at).filter(each -> each.write(at, words)).isPresent()
                : image.write(unit, table, at, words).isPresent();
    }

    @Override
    public void pass(Duration until) {
        // Asked before the lock is taken: the piles have locks of their own.
        double[] flow = amps.get();
        measure(until, flow);
    }

    private synchronized void measure(Duration until, double[] flow) {
        double hours = until.minus(now).toNanos() / 3.6e12;
        now = until;
        double total = 0;
        for (int phase = 1; phase <= 3; phase++) {
            double watts = flow[phase - 1] * VOLTS;
            total += watts;
            image.set("voltage.l" + phase, VOLTS);
            image.set("current.l" + phase, flow[phase - 1]);
            image.set("power.l" + phase, watts);
        }
        counter.count(total * hours);
        image.set("power", total);
        image.set("energy.import", counter.wattHours());
        image.set("energy.total", counter.wattHours());
        signer.ifPresent(each -> each.pass(until, counter.wattHours()));
    }

    /** Makes it lie. */
    synchronized void meter(Consumer<EnergyCounter> change) {
        change.accept(counter);
    }

    @Override
    public synchronized Map<String, Map<String, String>> registers() {
        return image.dump();
    }

    @Override
    public synchronized double registerWh() {
        return counter.wattHours();
    }

    @Override
    public synchronized void registerWh(double wattHours) {
        counter.set(wattHours);
    }
}
