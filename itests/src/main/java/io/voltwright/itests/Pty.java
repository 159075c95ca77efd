package io.voltwright.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A serial line of two pseudo-terminals, made by socat; it can be cut and joined again. */
public final class Pty implements AutoCloseable {

    private final Path station;
    private final Path device;
    private final List<String> command;
    private @Nullable Process socat;

    private Pty(Path station, Path device, List<String> command) {
        this.station = station;
        this.device = device;
        this.command = command;
        join();
    }

    /** A line whose ends appear as {@code station.tty} and {@code device.tty} in a folder. */
    public static Pty in(Path folder) {
        Path station = made(folder).resolve("station.tty");
        Path device = folder.resolve("device.tty");
        return new Pty(
                station, device, List.of("socat", "pty,raw,echo=0,link=" + station, "pty,raw,echo=0,link=" + device));
    }

    /** An adapter in the line: {@code station.tty} leads to a pseudo-terminal that another program made. */
    public static Pty before(Path device, Path folder) {
        Path station = made(folder).resolve("station.tty");
        return new Pty(
                station, device, List.of("socat", "pty,raw,echo=0,link=" + station, "open:" + device + ",raw,echo=0"));
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Joins the line. */
    public void join() {
        try {
            Files.deleteIfExists(station);
            Process started = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            socat = started;
            Awaitility.await("socat makes " + station)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("socat ended", () -> !started.isAlive())
                    .until(() -> Files.exists(station) && Files.exists(device));
        } catch (IOException e) {
            throw new UncheckedIOException("socat is missing (Debian: apt-get install socat)", e);
        }
    }

    /** Pulls the adapter out: the port of the station is gone. */
    public void cut() {
        Process running = Objects.requireNonNull(socat);
        running.destroyForcibly();
        try {
            running.waitFor(5, TimeUnit.SECONDS);
            Files.deleteIfExists(station);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end for the station. */
    public Path station() {
        return station;
    }

    /** The end for the device. */
    public Path device() {
        return device;
    }

    @Override
    public void close() {
        cut();
    }
}
