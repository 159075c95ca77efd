package io.voltwright.site.config;

import io.voltwright.field.api.Profiles.Profile;
import io.voltwright.site.api.Bus;
import io.voltwright.site.config.Draft.Line;
import io.voltwright.site.config.Draft.Line.Form;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how a wire is reached, and fills what is left out from the profiles of the devices on it. */
final class LineParser {

    private static final List<String> KEYS = List.of("tcp", "rtu-over-tcp", "serial");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\s\\[\\]]+)(?::(\\d{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;

    private final Values values;
    private final Problems problems;

    LineParser(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** Whether the section says how to reach a wire. */
    boolean isOn(Section at) {
        return KEYS.stream().anyMatch(at::has);
    }

    Optional<Line> parse(Section at) {
        List<Text> addresses =
                KEYS.stream().map(at::text).flatMap(Optional::stream).toList();
        if (addresses.size() != 1) {
            if (addresses.size() > 1 || !isOn(at)) {
                problems.add(
                        at.line(),
                        "a wire needs exactly one of 'tcp: HOST:PORT', 'rtu-over-tcp: HOST:PORT' and 'serial: PORT'");
            }
            return Optional.empty();
        }
        Text mode = at.text("mode").orElse(new Text("mode", "rtu", at.line()));
        if (!mode.value().equals("rtu") && !mode.value().equals("ascii")) {
            values.refuse(mode, "is not known; write 'rtu' or 'ascii'");
        }
        Form form = at.has("tcp")
                ? Form.TCP
                : at.has("rtu-over-tcp") ? Form.RTU_OVER_TCP : mode.value().equals("ascii") ? Form.ASCII : Form.RTU;
        refuseSerialWords(at, form);
        return Optional.of(new Line(
                form,
                addresses.get(0),
                at.text("baud").flatMap(text -> values.integer(text, 300, 4_000_000)),
                at.text("frame").flatMap(values::frame),
                addresses.get(0).line()));
    }

    private void refuseSerialWords(Section at, Form form) {
        boolean serial = form == Form.RTU || form == Form.ASCII;
        for (String key : List.of("frame", "mode", "baud")) {
            if (at.has(key) && !serial && !(key.equals("baud") && form == Form.RTU_OVER_TCP)) {
                problems.add(at.line(key), "'" + key + "' means nothing on this wire; remove it, or use 'serial'");
            }
        }
    }

    /**
     * @param users the profiles of the devices on the wire
     */
    Optional<Bus.Line> resolve(Line line, List<Profile> users) {
        if (line.form() == Form.TCP) {
            return address(line, users).map(to -> new Bus.Tcp(to.host(), to.port()));
        }
        Optional<Integer> baud = line.baud().or(() -> agreed(line, users, own -> known(own.baud()), "baud", "19200"));
        if (line.form() == Form.RTU_OVER_TCP) {
            return address(line, users).flatMap(to -> baud.map(rate -> new Bus.RtuOverTcp(to.host(), to.port(), rate)));
        }
        Optional<Bus.Frame> frame = line.frame().or(() -> agreed(line, users, LineParser::frame, "frame", "8E1"));
        Bus.Mode mode = line.form() == Form.ASCII ? Bus.Mode.ASCII : Bus.Mode.RTU;
        return baud.flatMap(
                rate -> frame.map(form -> new Bus.Serial(line.address().value(), rate, form, mode)));
    }

    private record Address(String host, int port) {}

    private Optional<Address> address(Line line, List<Profile> users) {
        Matcher matcher = ADDRESS.matcher(line.address().value());
        if (!matcher.matches()) {
            return values.refuse(line.address(), "is not an address; write 'HOST:PORT', as '192.168.1.20:502'");
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        if (matcher.group(2) == null) {
            return agreed(line, users, own -> known(own.port()), "port", "502").map(port -> new Address(host, port));
        }
        int port = Integer.parseInt(matcher.group(2));
        return port >= 1 && port <= HIGHEST_PORT
                ? Optional.of(new Address(host, port))
                : values.refuse(line.address(), "has no port from 1 to " + HIGHEST_PORT);
    }

    /** What all devices on the wire have as their default. */
    private <T> Optional<T> agreed(
            Line line, List<Profile> users, Function<Profile, Optional<T>> reader, String what, String example) {
        List<T> defaults =
                users.stream().map(reader).flatMap(Optional::stream).distinct().toList();
        if (defaults.size() == 1) {
            return Optional.of(defaults.get(0));
        }
        if (!users.isEmpty()) {
            String why = defaults.isEmpty()
                    ? "its devices have no usual one"
                    : "its devices have different ones, " + defaults;
            problems.add(line.at(), line.address() + " needs its " + what + ", for " + why + "; add it, as " + example);
        }
        return Optional.empty();
    }

    private static Optional<Bus.Frame> frame(Profile profile) {
        return profile.frame().isEmpty() ? Optional.empty() : Optional.of(Bus.Frame.of(profile.frame()));
    }

    private static Optional<Integer> known(int number) {
        return number == 0 ? Optional.empty() : Optional.of(number);
    }
}
