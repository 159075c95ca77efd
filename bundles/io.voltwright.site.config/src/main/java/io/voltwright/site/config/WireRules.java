package io.voltwright.site.config;

import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.api.Bus;
import io.voltwright.site.api.Reader;
import io.voltwright.site.config.Draft.Device;
import io.voltwright.site.config.Draft.Line;
import io.voltwright.site.config.Draft.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks wires and what is on them: each device on a known wire it can speak on, at an address of its own. */
final class WireRules {

    private final Draft draft;
    private final Problems problems;
    private final LineParser lines;
    /** Where the wires lead that were described so far, by those that lead there. */
    private final Map<Object, Text> ends = new HashMap<>();

    WireRules(Draft draft, Problems problems) {
        this.draft = draft;
        this.problems = problems;
        lines = new LineParser(new Values(problems), problems);
    }

    void check() {
        checkNames();
        draft.devices().forEach(this::checkBus);
        checkAddresses();
        checkReaders();
    }

    private void checkNames() {
        Map<String, Text> seen = new HashMap<>();
        var all = new ArrayList<Text>();
        draft.wires().forEach(wire -> all.add(wire.name()));
        draft.gauges().forEach(gauge -> all.add(gauge.device().name()));
        draft.desks().forEach(desk -> all.add(desk.name()));
        for (Text name : all) {
            Text first = seen.putIfAbsent(name.value(), name);
            if (first != null) {
                problems.add(
                        name.line(),
                        name + " has the name of " + first + " in line " + first.line()
                                + "; devices share one set of names, so rename one");
            }
        }
    }

    private Optional<Wire> wire(String name) {
        return draft.wires().stream()
                .filter(wire -> wire.name().value().equals(name))
                .findFirst();
    }

    private void checkBus(Device device) {
        device.bus().ifPresent(name -> {
            Optional<Wire> wire = wire(name.value());
            if (wire.isEmpty()) {
                List<String> known =
                        draft.wires().stream().map(each -> each.name().value()).toList();
                problems.add(
                        name.line(),
                        name + " is not among the buses" + Names.hint(name.value(), known, "Add it under 'buses'"));
            }
            wire.flatMap(Wire::line)
                    .ifPresent(line -> device.profile().ifPresent(own -> checkTransport(device, own, line)));
        });
    }

    private void checkTransport(Device device, Profile profile, Line line) {
        List<String> able = profile.transports();
        boolean fits = able.contains(line.form().transport)
                // A gateway passes RTU frames on as they are.
                || (line.form() == Line.Form.RTU_OVER_TCP && able.contains("rtu"));
        if (!fits) {
            problems.add(
                    device.at().line("bus"),
                    device.name() + " has profile '" + profile.id() + "', which speaks " + String.join(", ", able)
                            + ", not " + line.form().transport + " as its bus does; choose another bus or profile");
        }
    }

    private void checkAddresses() {
        Map<List<Object>, Device> seen = new HashMap<>();
        draft.devices()
                .forEach(device -> device.bus().ifPresent(bus -> device.unit().ifPresent(unit -> {
                    Device first = seen.putIfAbsent(List.of(bus.value(), unit, device.instance()), device);
                    if (first != null) {
                        problems.add(
                                device.at().line("unit"),
                                device.name() + " is at unit " + unit + ", connector " + device.instance() + " of bus '"
                                        + bus.value() + "', and so is " + first.name() + " in line "
                                        + first.name().line() + "; give each its own 'unit' or 'connector'");
                    }
                })));
    }

    /** Card readers that nobody is near, and points with a reader that is not there. */
    private void checkReaders() {
        List<String> known =
                draft.desks().stream().map(desk -> desk.name().value()).toList();
        draft.points().forEach(point -> point.reader().ifPresent(reader -> {
            if (!known.contains(reader.value())) {
                problems.add(
                        reader.line(),
                        reader + " is not among the readers"
                                + Names.hint(reader.value(), known, "Add it under 'readers'"));
            }
        }));
        draft.desks().stream()
                .filter(desk -> draft.points().stream()
                        .flatMap(point -> point.reader().stream())
                        .noneMatch(reader -> reader.value().equals(desk.name().value())))
                .forEach(desk -> problems.add(
                        desk.name().line(),
                        desk.name() + " serves no EVSE; name it at one with 'reader', or remove it"));
    }

    /**
     * Card readers with all their settings, after {@link #buses}, for no wire of theirs may be a bus as well; those that lack one are
     * left out and are a problem.
     */
    List<Reader> readers() {
        var readers = new ArrayList<Reader>();
        for (Draft.Desk desk : draft.desks()) {
            List<Profile> profiles = desk.profile().stream().toList();
            desk.line().flatMap(line -> lines.resolve(line, profiles)).ifPresent(line -> {
                claim(line, desk.name(), "give the reader a wire of its own");
                desk.id().ifPresent(id -> desk.profile()
                        .ifPresent(profile -> readers.add(new Reader(id, profile.id(), line))));
            });
        }
        return readers;
    }

    /** The wires with all their settings; those that lack one are left out and are a problem. */
    List<Bus> buses() {
        var buses = new ArrayList<Bus>();
        for (Wire wire : draft.wires()) {
            List<Device> users = draft.devices()
                    .filter(device -> device.bus()
                            .filter(name -> name.value().equals(wire.name().value()))
                            .isPresent())
                    .toList();
            if (users.isEmpty()) {
                problems.add(
                        wire.name().line(), wire.name() + " is used by nothing; remove it, or name it at a device");
            }
            List<Profile> profiles =
                    users.stream().flatMap(user -> user.profile().stream()).toList();
            wire.line().flatMap(line -> lines.resolve(line, profiles)).ifPresent(line -> {
                claim(line, wire.name(), "describe the wire once under 'buses' and name it at both devices");
                wire.id().ifPresent(id -> buses.add(new Bus(id, line)));
            });
        }
        return buses;
    }

    private void claim(Bus.Line line, Text name, String remedy) {
        Text first = ends.putIfAbsent(end(line), name);
        if (first != null) {
            problems.add(
                    name.line(),
                    name + " leads to the same place as " + first + " in line " + first.line()
                            + ", and the station opens one connection to a place; " + remedy);
        }
    }

    private static Object end(Bus.Line line) {
        if (line instanceof Bus.Tcp tcp) {
            return List.of(tcp.host().toLowerCase(Locale.ROOT), tcp.port());
        }
        if (line instanceof Bus.RtuOverTcp tcp) {
            return List.of(tcp.host().toLowerCase(Locale.ROOT), tcp.port());
        }
        if (line instanceof Bus.Serial serial) {
            return serial.port();
        }
        throw new AssertionError(line);
    }
}
