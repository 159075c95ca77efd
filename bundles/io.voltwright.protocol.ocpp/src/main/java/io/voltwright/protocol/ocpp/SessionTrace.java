package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was said about each session into a file of its own in the logs folder, masked; the oldest files go when there are
 * too many, and a file that grew too long is cut short. Lives on the lane; writes elsewhere, at most each second.
 */
final class SessionTrace implements Tail.Witness {

    private static final Logger log = LoggerFactory.getLogger(SessionTrace.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_PENDING = 1 << 20;
    private static final Pattern CALL = Pattern.compile("^\\[2,\"([^\"]{1,36})\"");
    private static final Pattern ANSWER = Pattern.compile("^\\[[34],\"([^\"]{1,36})\"");
    private static final Pattern TRANSACTION = Pattern.compile("\"transactionId\":(-?\\d{1,18})");
    private static final Pattern CONNECTOR = Pattern.compile("\"connectorId\":(\\d{1,6})");

    /**
     * Where and how much.
     *
     * @param folder of this back end
     * @param sessions so many newest files are kept; 0 for none
     * @param bytes of one file, at most
     */
    record Limits(Path folder, int sessions, long bytes) {}

    private record Line(Instant time, boolean sent, String text) {}

    private final Limits limits;
    private final Lane lane;
    private final InOrder files;
    private final LongFunction<Optional<SessionId>> byTransaction;
    private final IntFunction<Optional<SessionId>> byConnector;
    private final Map<SessionId, List<Line>> pending = new LinkedHashMap<>();
    /** Calls of the back end that are about a session and wait for their answer. */
    private final Map<String, SessionId> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SessionId> eldest) {
            return size() > 32;
        }
    };

    private int pendingSize;
    private boolean due;

    /**
     * @param files where files are written
     * @param byTransaction the session with an id of the back end's
     * @param byConnector the session that runs at a connector
     */
    SessionTrace(
            Limits limits,
            Lane lane,
            InOrder files,
            LongFunction<Optional<SessionId>> byTransaction,
            IntFunction<Optional<SessionId>> byConnector) {
        this.limits = limits;
        this.lane = lane;
        this.files = files;
        this.byTransaction = byTransaction;
        this.byConnector = byConnector;
    }

    @Override
    public void frame(Instant time, boolean sent, String text, Optional<SessionId> about) {
        if (limits.sessions() == 0) {
            return;
        }
        Optional<SessionId> session = about.isPresent() ? about : found(text);
        // What cannot be written in time is left out rather than held.
        if (session.isPresent() && pendingSize < MOST_PENDING) {
            pending.computeIfAbsent(session.get(), fresh -> new java.util.ArrayList<>())
                    .add(new Line(time, sent, text));
            pendingSize += text.length();
            if (!due) {
                due = true;
                lane.after(PAUSE, this::flush);
            }
        }
    }

    private Optional<SessionId> found(String text) {
        Matcher answer = ANSWER.matcher(text);
        if (answer.find()) {
            return Optional.ofNullable(asked.remove(answer.group(1)));
        }
        Matcher transaction = TRANSACTION.matcher(text);
        Matcher connector = CONNECTOR.matcher(text);
        Optional<SessionId> session = transaction.find()
                ? byTransaction.apply(Long.parseLong(transaction.group(1)))
                : connector.find() ? byConnector.apply(Integer.parseInt(connector.group(1))) : Optional.empty();
        Matcher call = CALL.matcher(text);
        if (session.isPresent() && call.find()) {
            asked.put(call.group(1), session.get());
        }
        return session;
    }

    /** Writes what there is; on the lane. */
    void flush() {
        due = false;
        Map<SessionId, List<Line>> lines = new LinkedHashMap<>(pending);
        pending.clear();
        pendingSize = 0;
        if (!lines.isEmpty()) {
            files.run(() -> {
                write(lines);
                return lines;
            });
        }
    }

    private void write(Map<SessionId, List<Line>> sessions) {
        try {
            Files.createDirectories(limits.folder());
            boolean fresh = false;
            for (Map.Entry<SessionId, List<Line>> session : sessions.entrySet()) {
                Path file = limits.folder().resolve(session.getKey().value() + ".log");
                fresh |= !Files.exists(file);
                append(file, session.getValue());
            }
            if (fresh) {
                prune();
            }
        } catch (IOException e) {
            log.warn("the trace of sessions cannot be written: {}", e.toString());
        }
    }

    private void append(Path file, List<Line> lines) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        if (size >= limits.bytes()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(line.time()).append(line.sent() ? " > " : " < ").append(Mask.of(line.text()));
            text.append('\n');
            if (size + text.length() >= limits.bytes()) {
                text.append("... and more, which is left out\n");
                break;
            }
        }
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void prune() throws IOException {
        try (Stream<Path> files = Files.list(limits.folder())) {
            List<Path> all = files.sorted(
                            Comparator.comparing(SessionTrace::changed).reversed())
                    .toList();
            for (Path old : all.subList(Math.min(limits.sessions(), all.size()), all.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
