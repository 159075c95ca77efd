package io.voltwright.field.modbus;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Two pseudo-terminals that socat joins, as a serial line between two ports. */
final class PtyPair implements AutoCloseable {

    private final Path left;
    private final Path right;
    private Process socat;

    private PtyPair(Path folder) throws IOException {
        left = folder.resolve("left");
        right = folder.resolve("right");
        socat = start();
    }

    /** Skips the test where there is no socat. */
    static PtyPair open(Path folder) throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/socat")) || Files.isExecutable(Path.of("/usr/local/bin/socat")),
                "socat is not installed");
        return new PtyPair(folder);
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + left, "pty,raw,echo=0,link=" + right)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(left) && Files.exists(right));
        return started;
    }

    Path left() {
        return left;
    }

    Path right() {
        return right;
    }

    /** Takes both ports away, as when an adapter is pulled out. */
    void unplug() {
        socat.destroy();
        socat.onExit().join();
        await().atMost(60, TimeUnit.SECONDS).until(() -> !Files.exists(left));
    }

    void plugIn() throws IOException {
        socat = start();
    }

    @Override
    public void close() {
        socat.destroy();
        socat.onExit().join();
    }
}
