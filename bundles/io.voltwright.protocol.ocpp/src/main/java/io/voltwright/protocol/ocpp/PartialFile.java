package io.voltwright.protocol.ocpp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file that is being fetched, in several tries if need be: what came with a try that broke off is gone on with, as long as the
 * server says by a mark that it is still the same file (R-F05). One thread at a time.
 */
final class PartialFile {

    private final Supplier<Path> file;
    private Optional<String> mark = Optional.empty();

    /**
     * @param file asked on the threads that may block
     */
    PartialFile(Supplier<Path> file) {
        this.file = file;
    }

    /** What the server called the version of which a part is there; empty where it has to be fetched from its begin. */
    Optional<String> mark() throws IOException {
        return there() > 0 ? mark : Optional.empty();
    }

    /** Bytes that are there. */
    long there() throws IOException {
        return mark.isPresent() && Files.exists(file.get()) ? Files.size(file.get()) : 0;
    }

    /** Takes the file from its begin. */
    OutputStream begin(Optional<String> version) throws IOException {
        mark = version;
        Path fresh = file.get();
        // A file of its own: an earlier try that was given up may not have noticed yet.
        Files.deleteIfExists(fresh);
        return Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW);
    }

    /** Takes the rest of the file. */
    OutputStream rest() throws IOException {
        return Files.newOutputStream(file.get(), StandardOpenOption.APPEND);
    }

    /** What is there is of no use. */
    void forget() {
        mark = Optional.empty();
    }
}
