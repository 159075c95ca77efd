package io.voltwright.field.simulator;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Properties;

/** Keeps the meter registers of the virtual devices over a restart of the simulator. */
final class MeterStore {

    private final Path file;

    MeterStore(Path file) {
        this.file = file;
    }

    void load(Collection<VirtualDevice> devices) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
        }
        for (VirtualDevice device : devices) {
            String value = kept.getProperty(device.id());
            if (value != null) {
                device.registerWh(Double.parseDouble(value));
            }
        }
    }

    void save(Collection<VirtualDevice> devices) throws IOException {
        Properties kept = new Properties();
        devices.forEach(device -> kept.setProperty(device.id(), Double.toString(device.registerWh())));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (Writer writer = Files.newBufferedWriter(next)) {
            kept.store(writer, "meter registers in Wh");
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
