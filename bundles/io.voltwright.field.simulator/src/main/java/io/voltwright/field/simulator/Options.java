package io.voltwright.field.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Options and environment of the program; an option goes before the environment, both before the file. */
final class Options {

    private static final String HELP = "use --home DIR, --config FILE, --control PORT, --at ID=PORT or --at ID=PATH";

    private Options() {}

    /**
     * @throws IllegalArgumentException naming what is wrong
     * @throws IOException if the configuration cannot be read
     */
    static SimulatorConfig config(String[] arguments, Map<String, String> environment) throws IOException {
        Map<String, String> single = new HashMap<>();
        Map<String, String> addresses = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " has no value; " + HELP);
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--home", "--config", "--control" -> single.put(arguments[i].substring(2), value);
                case "--at" -> addresses.put(value.replaceFirst("=.*", ""), value.replaceFirst("[^=]*=", ""));
                default -> throw new IllegalArgumentException(arguments[i] + " is unknown; " + HELP);
            }
        }
        String home = value(single, environment, "home", "var/simulator");
        Path file = Path.of(value(
                single, environment, "config", Path.of(home, "simulator.yaml").toString()));
        SimulatorConfig config = Files.exists(file) || single.containsKey("config")
                ? SimulatorConfig.read(file, Path.of(home))
                : SimulatorConfig.usual(Path.of(home));
        config = config.withControl(port(value(single, environment, "control", Integer.toString(config.control()))));
        for (SimulatorConfig.Device device : config.devices()) {
            String address = environment.get(SimulatorConfig.variable(device.id()));
            if (address != null) {
                config = config.withAddress(device.id(), address);
            }
        }
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            config = config.withAddress(address.getKey(), address.getValue());
        }
        return config;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--control '" + text + "' is no port; use 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static String value(
            Map<String, String> options, Map<String, String> environment, String name, String otherwise) {
        String variable = "VOLTWRIGHT_SIMULATOR_" + name.toUpperCase(java.util.Locale.ROOT);
        return options.getOrDefault(name, environment.getOrDefault(variable, otherwise));
    }
}
