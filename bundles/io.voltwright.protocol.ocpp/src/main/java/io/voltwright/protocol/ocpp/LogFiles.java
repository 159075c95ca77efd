package io.voltwright.protocol.ocpp;

import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.Journal;
import io.voltwright.journal.api.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what a back end may read of the station's past into one file: the security log, or diagnostics.
 *
 * <p>Both come from what is there anyhow: the facts of the journal, which nobody can clear, and the log files. The newest is kept
 * where there is too much. The names of files are made here, never elsewhere (abuse case 19). Blocks on the disk.
 */
final class LogFiles {

    /** With it the names of all files begin. */
    static final String PREFIX = "voltwright-";

    private static final int WINDOW = 2000;
    private static final int MOST_FACTS = 50_000;
    private static final long MOST_LOG_BYTES = 16L << 20;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** From when to when; both may be open. */
    record Span(Optional<Instant> from, Optional<Instant> to) {

        boolean contains(Instant time) {
            return from.filter(time::isBefore).isEmpty()
                    && to.filter(time::isAfter).isEmpty();
        }
    }

    private final Journal journal;
    private final Path folder;
    private final Path logs;
    /** Two files of one second are two. */
    private final AtomicInteger written = new AtomicInteger();

    /**
     * @param folder where the file is written
     * @param logs where the log files lie
     */
    LogFiles(Journal journal, Path folder, Path logs) {
        this.journal = journal;
        this.folder = folder;
        this.logs = logs;
    }

    /** The security log; empty where nothing of the span is there. */
    Optional<Path> security(Span span, Instant now) {
        Deque<Fact> facts = facts(
                span,
                fact -> fact.type().startsWith("security.")
                        || fact.type().startsWith("users.")
                        || fact.type().equals(SecurityReports.FACT));
        return facts.isEmpty()
                ? Optional.empty()
                : Optional.of(write("security", ".log", now, out -> out.write(lines(facts))));
    }

    /** Facts and log files, as a ZIP; empty where nothing of the span is there. */
    Optional<Path> diagnostics(Span span, Instant now, String station) {
        Deque<Fact> facts = facts(span, fact -> true);
        List<Path> files = logFiles();
        if (facts.isEmpty() && files.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(write("diagnostics", ".zip", now, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                add(zip, "station.txt", station.getBytes(StandardCharsets.UTF_8));
                add(zip, "journal.txt", lines(facts));
                for (Path file : files) {
                    add(zip, "log/" + file.getFileName(), log(file, span));
                }
            }
        }));
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @FunctionalInterface
    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private Path write(String what, String ending, Instant now, Content content) {
        try {
            Files.createDirectories(folder);
            Path file =
                    folder.resolve(PREFIX + what + "-" + STAMP.format(now) + "-" + written.incrementAndGet() + ending);
            try (OutputStream out = Files.newOutputStream(file)) {
                content.write(out);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the file cannot be written", e);
        }
    }

    private Deque<Fact> facts(Span span, Predicate<Fact> wanted) {
        Deque<Fact> found = new ArrayDeque<>();
        long end = journal.last();
        while (end > 0 && found.size() < MOST_FACTS) {
            long start = Math.max(0, end - WINDOW);
            List<Entry> window = journal.read(start, (int) (end - start));
            for (int i = window.size() - 1; i >= 0 && found.size() < MOST_FACTS; i--) {
                Fact fact = window.get(i).fact();
                if (wanted.test(fact) && span.contains(fact.time().utc())) {
                    found.addFirst(fact);
                }
            }
            boolean older = !window.isEmpty()
                    && window.get(0).position() <= end
                    && span.from()
                            .filter(window.get(0).fact().time().utc()::isBefore)
                            .isEmpty();
            end = older ? start : 0;
        }
        return found;
    }

    private static byte[] lines(Deque<Fact> facts) {
        return facts.stream()
                .map(LogFiles::line)
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(Fact fact) {
        return fact.time().utc() + " " + fact.type() + " " + fact.subject() + " " + text(fact.payload());
    }

    private static String text(Payload payload) {
        return payload.values().entrySet().stream()
                .map(value -> value.getKey() + "="
                        + (value.getValue() instanceof Payload inner ? "{" + text(inner) + "}" : value.getValue()))
                .map(text -> text.replaceAll("\\p{Cntrl}", " "))
                .collect(Collectors.joining(", "));
    }

    private List<Path> logFiles() {
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            // What is linked there from elsewhere is no log of the station (abuse case 19).
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> String.valueOf(file.getFileName()).endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    // A line without a time, as of a stack trace, belongs to the line before it.
    private static byte[] log(Path file, Span span) throws IOException {
        StringBuilder kept = new StringBuilder();
        boolean wanted = span.from().isEmpty();
        long size = Files.size(file);
        long skipped = 0;
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                skipped += line.length() + 1;
                if (size - skipped < MOST_LOG_BYTES) {
                    wanted = time(line).map(span::contains).orElse(wanted);
                    if (wanted) {
                        kept.append(line).append('\n');
                    }
                }
            }
        }
        return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Optional<Instant> time(String line) {
        if (line.length() < 23 || !Character.isDigit(line.charAt(0))) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(line.substring(0, 23).replace(',', '.'))
                    .atZone(ZoneId.systemDefault())
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
