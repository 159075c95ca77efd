package io.voltwright.site.config;

import io.voltwright.base.api.Current;
import io.voltwright.base.api.Phase;
import io.voltwright.base.api.Voltage;
import io.voltwright.field.api.Profiles;
import io.voltwright.field.api.Profiles.Kind;
import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.api.EvseRules;
import io.voltwright.site.api.OpeningHours;
import io.voltwright.site.config.Draft.Branch;
import io.voltwright.site.config.Draft.Desk;
import io.voltwright.site.config.Draft.Device;
import io.voltwright.site.config.Draft.Gauge;
import io.voltwright.site.config.Draft.Point;
import io.voltwright.site.config.Draft.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the sections of the file into a draft, each value by itself. */
final class SiteParser {

    private static final Duration USUAL_FAIL_SAFE_TIME = Duration.ofSeconds(30);

    private final Profiles profiles;
    private final Problems problems;
    private final Values values;
    private final LineParser lines;
    private final PowerParser power;
    private final List<Wire> wires = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();
    private Optional<String> tariff = Optional.empty();
    private OpeningHours hours = OpeningHours.ALWAYS;
    private Optional<Voltage> voltage = Optional.empty();
    /** Of the cabinet that is being read. */
    private Optional<Modules> modules = Optional.empty();

    SiteParser(Profiles profiles, Problems problems) {
        this.profiles = profiles;
        this.problems = problems;
        values = new Values(problems);
        lines = new LineParser(values, problems);
        power = new PowerParser(values, problems);
    }

    Draft parse(Section file) {
        Optional<Text> name = file.need("site", "Main street 1");
        var zone = file.need("zone", "Europe/Berlin").flatMap(values::zone);
        voltage = file.has("voltage") ? file.text("voltage").flatMap(values::voltage) : Optional.of(Voltage.volts(230));
        tariff = file.text("tariff").map(Text::value);
        hours = file.text("hours").flatMap(values::hours).orElse(OpeningHours.ALWAYS);
        file.named("buses", "bus").forEach((bus, at) -> wires.add(wire(bus, at)));
        var gauges = file.named("meters", "meter").entrySet().stream()
                .map(entry -> gauge(entry.getKey(), entry.getValue()))
                .toList();
        var desks = file.named("readers", "reader").entrySet().stream()
                .map(entry -> desk(entry.getKey(), entry.getValue()))
                .toList();
        if (!file.has("grid")) {
            problems.add(file.line(), "'grid' is missing; add it with its 'limit', the fuse of the grid connection");
        }
        var prices = power.prices(file);
        Optional<Branch> grid =
                file.section("grid", "grid").map(at -> branch(new Text("node", "grid", file.line("grid")), at));
        file.refuseOthers();
        return new Draft(name, zone, voltage, grid, List.copyOf(wires), List.copyOf(points), gauges, desks, prices);
    }

    private Branch branch(Text name, Section at) {
        Optional<Current> limit = at.need("limit", "32 A").flatMap(values::current);
        Optional<Text> meter = at.text("meter");
        Optional<Modules> around = modules;
        Optional<Modules> here = power.modules(at);
        modules = here.or(() -> around);
        var own = at.named("evses", "evse").entrySet().stream()
                .map(entry -> point(entry.getKey(), entry.getValue()))
                .toList();
        var children = at.named("children", "node").entrySet().stream()
                .map(entry -> branch(entry.getKey(), entry.getValue()))
                .toList();
        modules = around;
        var rules = power.node(at, here);
        at.refuseOthers();
        return new Branch(name, limit, meter, own, children, rules, at);
    }

    private Wire wire(Text name, Section at) {
        var wire = new Wire(name, values.device(name), lines.parse(at));
        at.refuseOthers();
        return wire;
    }

    private Gauge gauge(Text name, Section at) {
        Device device = device(name, at, Kind.METER);
        List<Phase> rotation = power.rotation(at);
        var gauge = new Gauge(values.device(name), device, rotation, power.inverted(at, rotation));
        at.refuseOthers();
        return gauge;
    }

    private Desk desk(Text name, Section at) {
        var desk = new Desk(name, values.device(name), profile(at, Kind.READER), lines.parse(at));
        at.refuseOthers();
        return desk;
    }

    private Point point(Text name, Section at) {
        Device device = device(name, at, Kind.EVSE);
        Optional<Profile> profile = device.profile();
        List<Phase> phases = power.phases(at);
        Optional<Current> most = at.has("most") ? at.text("most").flatMap(values::current) : usualMost(profile, at);
        var point = new Point(
                values.evse(name),
                device,
                phases,
                most,
                at.has("fail-safe") ? at.text("fail-safe").flatMap(values::current) : Optional.of(Current.ZERO),
                at.has("fail-safe-after")
                        ? at.text("fail-safe-after").flatMap(values::duration)
                        : Optional.of(usualFailSafeTime(profile)),
                at.text("reader"),
                at.text("meter"),
                at.text("tariff").map(Text::value).or(() -> tariff),
                inModules(name, at, power.evse(at, hours), phases, most));
        if (point.tariff().isEmpty()) {
            problems.add(at.line(), name + " has no tariff; add 'tariff: NAME' here, or at the top for all");
        }
        at.refuseOthers();
        points.add(point);
        return point;
    }

    /** What an outlet of a cabinet can be set to, unless it says so itself. */
    private EvseRules inModules(Text name, Section at, EvseRules rules, List<Phase> phases, Optional<Current> most) {
        if (modules.isEmpty() || voltage.isEmpty() || !rules.steps().isEmpty()) {
            return rules;
        }
        Modules cabinet = modules.orElseThrow();
        List<Current> steps = cabinet.steps(voltage.orElseThrow(), rules.wiring(), phases, most);
        Current first = steps.get(0);
        most.filter(first::exceeds)
                .ifPresent(own -> problems.add(
                        at.line(),
                        name + ": a module of " + cabinet.each() + " is " + first + ", over its most, " + own
                                + "; with that nothing could be offered"));
        return new EvseRules(
                rules.wiring(),
                rules.priority(),
                steps,
                rules.mode(),
                rules.hours(),
                rules.emergencyZone(),
                rules.ventilated());
    }

    private Optional<Current> usualMost(Optional<Profile> profile, Section at) {
        if (profile.isPresent() && profile.get().most().isEmpty()) {
            return at.need("most", "32 A").flatMap(values::current);
        }
        at.text("most");
        return profile.flatMap(Profile::most);
    }

    private static Duration usualFailSafeTime(Optional<Profile> profile) {
        return profile.filter(Profile::failSafe)
                .map(own -> clamp(USUAL_FAIL_SAFE_TIME, own.failSafeLeast(), own.failSafeMost()))
                .orElse(USUAL_FAIL_SAFE_TIME);
    }

    private static Duration clamp(Duration wish, Duration least, Duration most) {
        return wish.compareTo(least) < 0 ? least : wish.compareTo(most) > 0 ? most : wish;
    }

    private Device device(Text name, Section at, Kind kind) {
        Optional<Profile> profile = profile(at, kind);
        Optional<Text> bus = lines.isOn(at) ? own(name, at) : at.need("bus", "NAME' or 'tcp: HOST");
        Optional<Integer> unit = at.has("unit")
                ? at.text("unit").flatMap(text -> values.integer(text, 0, 255))
                : profile.map(Profile::unit);
        int instance = at.text("connector")
                .flatMap(text -> values.integer(text, 1, 64))
                .orElse(1);
        return new Device(name, profile, bus, unit, instance, at);
    }

    /** A device with a wire of its own gets a bus of its own name. */
    private Optional<Text> own(Text name, Section at) {
        at.text("bus")
                .ifPresent(bus -> problems.add(
                        bus.line(), bus + " stands beside an address; keep either the bus or the address"));
        var bus = new Text(name.what() + " '" + name.value() + "': bus", name.value(), name.line());
        wires.add(new Wire(bus, values.device(bus), lines.parse(at)));
        return Optional.of(bus);
    }

    private Optional<Profile> profile(Section at, Kind kind) {
        Optional<Text> wanted = at.has("profile")
                ? at.text("profile")
                : at.need("profile", known(kind).stream().findFirst().orElse("NAME"));
        Optional<Profile> found =
                wanted.flatMap(text -> profiles.find(text.value())).filter(profile -> profile.kind() == kind);
        if (wanted.isPresent() && found.isEmpty()) {
            List<String> known = known(kind);
            String all = known.isEmpty() ? "There are none of this kind" : "There are " + String.join(", ", known);
            problems.add(
                    wanted.get().line(),
                    wanted.get() + " is not known" + Names.hint(wanted.get().value(), known, all));
        }
        return found;
    }

    /** For messages only: to list all profiles is to read all of them. */
    private List<String> known(Kind kind) {
        return profiles.all().stream()
                .filter(profile -> profile.kind() == kind)
                .map(Profile::id)
                .toList();
    }
}
