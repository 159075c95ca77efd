package io.voltwright.field.modbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Says what is wrong with a bus and what to change, from what it counted. */
final class Doctor {

    /** From here on a burst makes requests wait for longer than a period. */
    static final double FULL = 0.8;

    /** The load to aim for. */
    private static final double ROOM = 0.6;

    private static final double MANY = 0.005;
    private static final List<Integer> BAUDS = List.of(9600, 19200, 38400, 57600, 115200);

    private final BusStatus bus;
    private final List<String> findings = new ArrayList<>();

    private Doctor(BusStatus bus) {
        this.bus = bus;
    }

    /** What was found, the gravest first; each with its figures and its remedy. Empty for a bus in good health. */
    static List<String> findings(BusStatus bus) {
        Doctor doctor = new Doctor(bus);
        doctor.judge();
        return List.copyOf(doctor.findings);
    }

    private void judge() {
        bus.trouble().ifPresent(why -> find("it is not open: %s. Look at plug, address and who else holds it", why));
        load();
        bus.units().forEach(this::unit);
        corrupt();
        if (bus.unsolicitedBytes() > 0) {
            find(
                    "%d bytes came that nobody asked for%s: look for a second master on the line, two devices with one address, or an"
                            + " adapter that echoes",
                    bus.unsolicitedBytes(), by(UnitStatus::unsolicitedBytes));
        }
        if (bus.lateBytes() > 0 && bus.units().stream().noneMatch(UnitStatus::offline)) {
            find(
                    "%d bytes were too late%s: raise 'timeout' in the profile of the slow device; at a gateway switch buffering off",
                    bus.lateBytes(), by(UnitStatus::lateBytes));
        }
    }

    private void load() {
        if (bus.load() < FULL) {
            return;
        }
        double wire = bus.units().stream().mapToDouble(UnitStatus::wire).sum();
        List<String> remedies = new ArrayList<>();
        faster(wire)
                .ifPresent(baud -> remedies.add(String.format(
                        Locale.ROOT,
                        "raise the baud rate from %d to %d in site.yaml and at every device (load falls to about %.0f %%)",
                        bus.baud().orElseThrow(),
                        baud,
                        100 * at(baud, wire))));
        if (bus.units().size() > 1) {
            remedies.add("split: give " + moved() + " a bus of their own");
        }
        remedies.add(String.format(
                Locale.ROOT, "poll %.1f times as slowly ('poll' in the profile)", Math.max(1.1, bus.load() / ROOM)));
        find(
                "it is full: load %.0f %%, of it %.0f %% characters on the wire, %d requests wait, worst cycle %s. Remedies: %s",
                100 * bus.load(), 100 * wire, bus.waiting(), seconds(cycle(bus)), String.join("; or ", remedies));
    }

    /** The slowest usual rate at which there is room, if characters are what takes the time. */
    private Optional<Integer> faster(double wire) {
        return bus.baud().flatMap(now -> BAUDS.stream()
                .filter(baud -> baud > now && at(baud, wire) <= ROOM)
                .findFirst()
                .or(() -> BAUDS.stream()
                        .filter(baud -> baud > now && at(baud, wire) < FULL)
                        .findFirst()));
    }

    private double at(int baud, double wire) {
        return bus.load() - wire + wire * bus.baud().orElseThrow() / baud;
    }

    /** Devices that together take about half of the time. */
    private String moved() {
        List<UnitStatus> heaviest = bus.units().stream()
                .sorted(Comparator.comparingDouble(UnitStatus::load).reversed())
                .toList();
        List<String> moved = new ArrayList<>();
        double sum = 0;
        for (UnitStatus unit : heaviest) {
            if (moved.isEmpty() || sum + unit.load() <= bus.load() / 2) {
                moved.add(String.format(Locale.ROOT, "%d (%.0f %%)", unit.unit(), 100 * unit.load()));
                sum += unit.load();
            }
        }
        return (moved.size() == 1 ? "unit " : "units ") + String.join(", ", moved);
    }

    private void unit(UnitStatus unit) {
        long asked = unit.answers() + unit.refusals() + unit.timeouts() + unit.corrupt();
        if (unit.offline()) {
            find(
                    "unit %d does not answer (%d time-outs) and costs the bus %.0f %% of its time: look at its power, address and"
                            + " wire; remove it from site.yaml if it is gone",
                    unit.unit(), unit.timeouts(), 100 * unit.load());
        } else if (asked > 0 && unit.timeouts() > MANY * asked) {
            find(
                    "unit %d left %d of %d requests unanswered: raise 'minGap' (now %d ms) or 'timeout' (now %d ms) in its profile",
                    unit.unit(),
                    unit.timeouts(),
                    asked,
                    unit.timing().minGap().toMillis(),
                    unit.timing().timeout().toMillis());
        }
    }

    /** Whose they are, where their address tells. */
    private String by(ToLongFunction<UnitStatus> bytes) {
        String units = bus.units().stream()
                .filter(unit -> bytes.applyAsLong(unit) > 0)
                .map(unit -> bytes.applyAsLong(unit) + " of unit " + unit.unit())
                .collect(Collectors.joining(", "));
        return units.isEmpty() ? "" : " (" + units + ")";
    }

    private void corrupt() {
        if (bus.requests() == 0 || bus.corrupt() <= MANY * bus.requests()) {
            return;
        }
        List<UnitStatus> bad =
                bus.units().stream().filter(unit -> unit.corrupt() > 0).toList();
        boolean one = bad.size() == 1 && bus.units().size() > 1;
        find(
                "%d of %d answers failed their check: %s",
                bus.corrupt(),
                bus.requests(),
                one
                        ? "all of unit " + bad.get(0).unit()
                                + ", so look at its stub, its frame setting and its address"
                        : "look at termination at both ends, shield, polarity and the frame ('8E1') of every device"
                                + (bus.baud().orElse(0) > 19200 ? "; or lower the baud rate" : ""));
    }

    /** The longest time between two values of the same registers. */
    static Duration cycle(BusStatus bus) {
        return bus.units().stream()
                .map(UnitStatus::longestCycle)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    private void find(String form, Object... figures) {
        findings.add(String.format(Locale.ROOT, form, figures));
    }
}
