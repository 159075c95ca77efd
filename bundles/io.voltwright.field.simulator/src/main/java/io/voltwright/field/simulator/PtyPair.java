package io.voltwright.field.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Two pseudo-terminals joined like the ends of a cable; made by {@code socat}. */
final class PtyPair implements AutoCloseable {

    private static final long MAKES_MILLIS = 5000;

    private final Process socat;
    private final Path station;
    private final Path device;

    private PtyPair(Process socat, Path station, Path device) {
        this.socat = socat;
        this.station = station;
        this.device = device;
    }

    /**
     * @param station where the station's end appears
     * @return empty if there is no socat on this machine
     * @throws IOException if the ends do not appear
     */
    static Optional<PtyPair> make(Path station) throws IOException, InterruptedException {
        Path device = station.resolveSibling(station.getFileName() + ".device");
        Files.createDirectories(station.toAbsolutePath().getParent());
        Files.deleteIfExists(station);
        Files.deleteIfExists(device);
        Process socat;
        try {
            socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + station, "pty,raw,echo=0,link=" + device)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        PtyPair pair = new PtyPair(socat, station, device);
        for (long waited = 0; waited < MAKES_MILLIS; waited += 20) {
            if (Files.exists(station) && Files.exists(device)) {
                return Optional.of(pair);
            }
            if (socat.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        pair.close();
        throw new IOException("socat did not make " + station);
    }

    Path station() {
        return station;
    }

    Path device() {
        return device;
    }

    @Override
    public void close() {
        socat.destroy();
        socat.onExit()
                .orTimeout(2, TimeUnit.SECONDS)
                .exceptionally(late -> socat.destroyForcibly())
                .join();
    }
}
