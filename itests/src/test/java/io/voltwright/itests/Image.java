package io.voltwright.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built image, unpacked once per test run and shared by every station of it. */
public final class Image {

    private final Path folder;

    private Image(Path folder) {
        this.folder = folder;
    }

    /** The image that this build made; unpacked again whenever it was built again. */
    public static synchronized Image built() {
        try {
            Path archive = Path.of(System.getProperty("voltwright.image", "../karaf-distro/target/voltwright.tar.gz"))
                    .toRealPath();
            String stamp = archive + " " + Files.getLastModifiedTime(archive).toMillis() + " " + Files.size(archive);
            Path folder = Path.of("target", "image").toAbsolutePath();
            Path mark = folder.resolveSibling("image.stamp");
            if (!Files.exists(mark) || !Files.readString(mark).equals(stamp)) {
                delete(folder);
                Files.createDirectories(folder);
                run(List.of("tar", "xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1"));
                Files.writeString(mark, stamp);
            }
            return new Image(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The image is missing; build it with ./test or mvn install", e);
        }
    }

    /** Where it was unpacked. */
    public Path folder() {
        return folder;
    }

    /** Every bundle of ours that the image carries. */
    public List<Path> ownBundles() {
        try (Stream<Path> files = Files.walk(folder.resolve("system/io/voltwright"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The symbolic names of every bundle of ours. */
    public List<String> ownBundleNames() {
        return ownBundles().stream()
                .map(jar -> jar.getName(jar.getNameCount() - 3).toString())
                .toList();
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            run(List.of("rm", "-rf", folder.toString()));
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("Did not succeed: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted: " + String.join(" ", command), e);
        }
    }
}
