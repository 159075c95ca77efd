package io.voltwright.field.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What to simulate and where.
 *
 * @param home folder for what outlives a run
 * @param control port of the control API, 0 for any free one
 * @param devices in the order of the file
 */
public record SimulatorConfig(Path home, int control, List<Device> devices) {

    /**
     * One virtual device; piles or meters that share an address are several devices with the same line.
     *
     * @param id unique
     * @param profile its device profile
     * @param line how it is reached
     * @param unit its Modbus unit
     * @param instance which connector of the profile, from 1
     */
    public record Device(String id, String profile, Line line, int unit, int instance) {}

    /** How a device is reached. */
    public sealed interface Line {}

    /** Modbus TCP on loopback. */
    public record Tcp(int port) implements Line {}

    /** Modbus RTU frames over TCP on loopback. */
    public record RtuOverTcp(int port) implements Line {}

    /**
     * Modbus RTU on a pseudo-terminal that socat makes.
     *
     * @param path of the station's end
     * @param fallback TCP port for RTU frames where there is no socat
     */
    public record Pty(Path path, int fallback) implements Line {}

    /** Modbus RTU on a port that is there. */
    public record Serial(String port, int baud) implements Line {}

    private static final Set<String> KEYS =
            Set.of("id", "profile", "tcp", "rtuOverTcp", "pty", "fallback", "serial", "baud", "unit", "instance");

    public SimulatorConfig {
        devices = List.copyOf(devices);
    }

    /** A KEBA on TCP, a Heidelberg on a serial line, and a meter for the grid. */
    public static SimulatorConfig usual(Path home) {
        return new SimulatorConfig(
                home,
                8900,
                List.of(
                        new Device("left", "keba-kecontact-p30", new Tcp(5020), 255, 1),
                        new Device(
                                "right", "heidelberg-energy-control", new Pty(home.resolve("right.tty"), 5022), 1, 1),
                        new Device("grid", "eastron-sdm630", new RtuOverTcp(5021), 1, 1)));
    }

    /**
     * Reads {@code simulator.yaml}: {@code control: 8900} and a list {@code devices}.
     *
     * @throws IllegalArgumentException naming what is wrong
     * @throws IOException if it cannot be read
     */
    public static SimulatorConfig read(Path file, Path home) throws IOException {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        if (!(loaded instanceof Map<?, ?> top) || !(top.get("devices") instanceof List<?> list)) {
            throw new IllegalArgumentException(file + ": write 'control: PORT' and a list 'devices'");
        }
        List<Device> devices = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(file + ": device '" + each + "' is not a mapping");
            }
            devices.add(device(file, home, map));
        }
        return new SimulatorConfig(home, number(file, top, "control", 8900), devices);
    }

    private static Device device(Path file, Path home, Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String name) || !KEYS.contains(name)) {
                throw new IllegalArgumentException(file + ": unknown key '" + key + "' in a device; allowed: " + KEYS);
            }
        }
        String id = word(file, map, "id");
        Line line;
        if (map.containsKey("tcp")) {
            line = new Tcp(number(file, map, "tcp", 0));
        } else if (map.containsKey("rtuOverTcp")) {
            line = new RtuOverTcp(number(file, map, "rtuOverTcp", 0));
        } else if (map.containsKey("pty")) {
            line = new Pty(home.resolve(word(file, map, "pty")), number(file, map, "fallback", 0));
        } else if (map.containsKey("serial")) {
            line = new Serial(word(file, map, "serial"), number(file, map, "baud", 19200));
        } else {
            throw new IllegalArgumentException(
                    file + ": device " + id + " has no line; write tcp, rtuOverTcp, pty or serial");
        }
        return new Device(
                id, word(file, map, "profile"), line, number(file, map, "unit", 1), number(file, map, "instance", 1));
    }

    private static String word(Path file, Map<?, ?> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException(file + ": a device lacks '" + key + "'");
        }
        return value.toString();
    }

    private static int number(Path file, Map<?, ?> map, String key, int otherwise) {
        Object value = map.get(key);
        try {
            return value == null ? otherwise : Integer.decode(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + ": " + key + " '" + value + "' is no whole number", e);
        }
    }

    /** With another control port. */
    SimulatorConfig withControl(int port) {
        return new SimulatorConfig(home, port, devices);
    }

    /**
     * With another address for one device.
     *
     * @param address a port, or the path of a pseudo-terminal
     */
    SimulatorConfig withAddress(String id, String address) {
        if (devices.stream().noneMatch(device -> device.id().equals(id))) {
            throw new IllegalArgumentException("there is no device '" + id + "' to give an address to");
        }
        return new SimulatorConfig(
                home,
                control,
                devices.stream()
                        .map(device -> device.id().equals(id) ? moved(device, address) : device)
                        .toList());
    }

    private static Device moved(Device device, String address) {
        Optional<Integer> port = address.matches("[0-9]+") ? Optional.of(Integer.valueOf(address)) : Optional.empty();
        Line line = device.line();
        if (line instanceof Pty pty) {
            line = port.<Line>map(number -> new Pty(pty.path(), number))
                    .orElseGet(() -> new Pty(Path.of(address), pty.fallback()));
        } else if (line instanceof Serial serial) {
            line = new Serial(address, serial.baud());
        } else {
            int number = port.orElseThrow(() -> new IllegalArgumentException("'" + address + "' is no port"));
            line = line instanceof Tcp ? new Tcp(number) : new RtuOverTcp(number);
        }
        return new Device(device.id(), device.profile(), line, device.unit(), device.instance());
    }

    /** As the environment names a device: {@code hall-1} is {@code HALL_1}. */
    static String variable(String id) {
        return "VOLTWRIGHT_SIMULATOR_AT_"
                + Objects.requireNonNull(id).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
