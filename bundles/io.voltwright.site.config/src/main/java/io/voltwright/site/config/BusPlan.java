package io.voltwright.site.config;

import io.voltwright.base.api.DeviceId;
import io.voltwright.field.api.Profiles;
import io.voltwright.field.api.Profiles.Demand;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Bus.Frame;
import io.voltwright.site.api.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Warns of buses that are asked for more than they can carry; the site is valid all the same, but its values will be older. */
final class BusPlan {

    /** What a device usually takes before it answers. */
    private static final double ANSWERS_AFTER = 0.015;
    /** From here on bursts and repeats find no room. */
    private static final double FULL = 0.8;

    private static final double ROOM = 0.6;
    /** Silence between frames is fixed from this rate on (Modbus over Serial Line V1.02, section 2.5.1.1). */
    private static final int FIXED_FROM_BAUD = 19_200;

    private static final List<Integer> BAUDS = List.of(9600, 19_200, 38_400, 57_600, 115_200);

    /**
     * One wire and what is asked of it.
     *
     * @param baud 0 where there is no serial line
     * @param bits of a character
     */
    private record Plan(DeviceId bus, int baud, int bits, List<Demand> demands) {

        double load(int at) {
            return demands.stream().mapToDouble(demand -> load(demand, at)).sum();
        }

        private double load(Demand demand, int at) {
            double character = at == 0 ? 0 : (double) bits / at;
            double silence = at == 0 ? 0 : at >= FIXED_FROM_BAUD ? 0.00175 : 3.5 * character;
            return demand.requests() * (silence + ANSWERS_AFTER) + demand.characters() * character;
        }

        /** Of the device's own time: others pass while it wants silence, but none of its own reads does. */
        double own(Demand demand) {
            return load(demand, baud) + demand.requests() * demand.gap().toMillis() / 1000;
        }

        double sum(java.util.function.ToDoubleFunction<Demand> what) {
            return demands.stream().mapToDouble(what).sum();
        }
    }

    /** A device, and what polling it takes. */
    private record Asked(String name, Demand demand) {}

    private BusPlan() {}

    /** One sentence for each bus that is too full: its figures and what to change. */
    static List<String> warnings(Site site, Profiles profiles) {
        List<String> warnings = new ArrayList<>();
        for (Bus bus : site.buses()) {
            List<Asked> devices = asked(site, bus.id(), profiles);
            Plan plan = new Plan(
                    bus.id(),
                    baud(bus.line()),
                    bits(bus.line()),
                    devices.stream().map(Asked::demand).toList());
            if (plan.load(plan.baud()) > FULL) {
                warnings.add(warning(plan));
            }
            devices.stream()
                    .filter(device -> !device.demand().gap().isZero() && plan.own(device.demand()) > 1)
                    .forEach(device -> warnings.add(warning(device, plan)));
        }
        return warnings;
    }

    private static List<Asked> asked(Site site, DeviceId bus, Profiles profiles) {
        List<Asked> asked = new ArrayList<>();
        site.evses().stream().filter(evse -> evse.bus().equals(bus)).forEach(evse -> profiles.demand(evse.profile())
                .ifPresent(demand -> asked.add(new Asked("evse '" + evse.id() + "'", demand))));
        site.meters().stream().filter(meter -> meter.bus().equals(bus)).forEach(meter -> profiles.demand(
                        meter.profile())
                .ifPresent(demand -> asked.add(new Asked("meter '" + meter.id() + "'", demand))));
        return asked;
    }

    private static String warning(Asked device, Plan plan) {
        Demand demand = device.demand();
        double own = plan.own(demand);
        double fastest = demand.fastest().toMillis() / 1000.0;
        return format(
                "%s on bus '%s' is over-subscribed by itself: %.1f reads a second with a gap of %d ms each take %.0f %% of its"
                        + " time; values meant to be %.1f s old will be about %.1f s; poll %.1f times as slowly in its profile, or"
                        + " lower its 'minGap' if its maker allows",
                device, plan.bus(), demand.requests(), demand.gap().toMillis(), 100 * own, fastest, fastest * own, own);
    }

    private static String warning(Plan plan) {
        double load = plan.load(plan.baud());
        Duration fastest = plan.demands().stream()
                .map(Demand::fastest)
                .min(Duration::compareTo)
                .orElse(Duration.ofSeconds(1));
        List<String> remedies = new ArrayList<>();
        faster(plan).ifPresent(baud -> remedies.add(format("set 'baud' to %d (%.0f %%)", baud, 100 * plan.load(baud))));
        int buses = (int) Math.ceil(load / ROOM);
        if (plan.demands().size() >= buses) {
            remedies.add(format("split it into %d buses", buses));
        }
        remedies.add(format("poll %.1f times as slowly in the profiles", load / ROOM));
        return format(
                "bus '%s' is over-subscribed: %d devices ask for %.1f reads and %.0f characters a second, %.0f %% of its time%s;"
                        + " values meant to be %.1f s old will be about %.1f s; %s",
                plan.bus(),
                plan.demands().size(),
                plan.sum(Demand::requests),
                plan.sum(Demand::characters),
                100 * load,
                plan.baud() == 0 ? "" : " at " + plan.baud() + " baud",
                fastest.toMillis() / 1000.0,
                fastest.toMillis() / 1000.0 * Math.max(1, load),
                String.join(", or ", remedies));
    }

    private static Optional<Integer> faster(Plan plan) {
        return BAUDS.stream()
                .filter(baud -> plan.baud() > 0 && baud > plan.baud() && plan.load(baud) <= ROOM)
                .findFirst();
    }

    private static int baud(Bus.Line line) {
        if (line instanceof Bus.Serial serial) {
            return serial.baud();
        }
        return line instanceof Bus.RtuOverTcp gateway ? gateway.baud() : 0;
    }

    private static int bits(Bus.Line line) {
        Frame frame = line instanceof Bus.Serial serial ? serial.frame() : Frame.of("8E1");
        return 1 + frame.dataBits() + (frame.parity() == Frame.Parity.NONE ? 0 : 1) + frame.stopBits();
    }

    private static String format(String form, Object... figures) {
        return String.format(Locale.ROOT, form, figures);
    }
}
