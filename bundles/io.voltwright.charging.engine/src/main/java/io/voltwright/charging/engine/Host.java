package io.voltwright.charging.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What charging runs in.
 *
 * @param boot of the operating system: another one means that the power was off, or that the machine was restarted; may be empty
 * @param process of ours: the same one cannot have crashed since; empty where that is not known
 */
record Host(String boot, String process) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    static Host now() {
        ProcessHandle own = ProcessHandle.current();
        String started =
                own.info().startInstant().map(start -> own.pid() + " " + start).orElse("");
        return new Host(osBoot(), started);
    }

    /** Tests name one by a property. */
    private static String osBoot() {
        String named = System.getProperty("voltwright.os.boot", "");
        if (!named.isEmpty()) {
            return named;
        }
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException e) {
            // Without it no loss of power is ever assumed: sessions resume.
            return "";
        }
    }

    boolean sameProcess(String before) {
        return !process.isEmpty() && process.equals(before);
    }
}
