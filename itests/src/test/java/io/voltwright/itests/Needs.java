package io.voltwright.itests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Skips a test whose other end is not on this machine; {@code ./test} knows these words. */
final class Needs {

    private Needs() {}

    /** A script of the folder of peers, with the package that it stands on. */
    static void peer(String npmPackage) {
        program("node");
        Path peers = Path.of(System.getProperty("voltwright.peers", "peers"));
        assumeTrue(
                Files.isDirectory(peers.resolve("node_modules").resolve(npmPackage)),
                "peer missing: npm " + npmPackage);
    }

    /** Where a program is. */
    static Path program(String name) {
        Optional<Path> found = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "peer missing: " + name);
        return found.orElseThrow();
    }
}
