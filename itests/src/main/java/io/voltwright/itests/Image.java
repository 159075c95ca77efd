package io.voltwright.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built image, unpacked once per test run and shared by every station of it. */
public final class Image {

    private final Path folder;

    private Image(Path folder) {
        this.folder = folder;
    }

    /** The image that this build made. */
    public static Image built() {
        String archive = System.getProperty("voltwright.image");
        if (archive == null) {
            throw new IllegalStateException("Start this by Maven; it sets voltwright.image");
        }
        return unpacked(Path.of(archive), Path.of("target", "image").toAbsolutePath());
    }

    /** An image unpacked into a folder; unpacked again only when it was built again since. */
    public static synchronized Image unpacked(Path archive, Path folder) {
        Path guard = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Until the channel closes: tests run in several processes at a time.
            channel.lock();
            String stamp = archive.toRealPath() + " " + Files.getLastModifiedTime(archive) + " " + Files.size(archive);
            Path mark = folder.resolveSibling(folder.getFileName() + ".stamp");
            if (!Files.exists(mark) || !Files.readString(mark).equals(stamp)) {
                delete(folder);
                Files.createDirectories(folder);
                run(List.of("tar", "xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1"));
                Files.writeString(mark, stamp);
            }
            return new Image(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The image is missing; build it with ./run build", e);
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

    /** Removes a folder with all that is in it; nothing happens where there is none. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            run(List.of("rm", "-rf", folder.toString()));
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(300, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("Did not succeed: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted: " + String.join(" ", command), e);
        }
    }
}
