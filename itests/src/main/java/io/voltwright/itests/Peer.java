package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A program on node that was not written here: commands go in as lines, each event comes out as a line of JSON. */
public final class Peer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Writer input;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private Peer(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "peer " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a script of the folder of peers and returns when it says that it is ready. */
    public static Peer start(String script, Object... arguments) {
        Path peers = Path.of(System.getProperty("voltwright.peers", "peers"));
        List<String> command =
                new ArrayList<>(List.of("node", peers.resolve(script).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Peer peer = new Peer(process);
            try {
                peer.await("ready", 0, event -> event.path("ready").asBoolean());
            } catch (RuntimeException e) {
                peer.close();
                throw e;
            }
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException("node is missing (Debian: apt-get install nodejs)", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            events.add(JSON.createObjectNode().put("error", e.toString()));
        }
    }

    /** Gives a command. */
    public void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer is gone", e);
        }
    }

    /** Gives a command and returns the first event after it that has this field. */
    public JsonNode ask(String line, String field) {
        int before = events.size();
        tell(line);
        return await(field, before, event -> event.has(field));
    }

    /** The first event from a number on that is as wanted. */
    public JsonNode await(String what, int from, Predicate<JsonNode> wanted) {
        Awaitility.await("the peer says " + what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the peer ended; it said " + events, () -> !process.isAlive())
                .until(() -> events.stream().skip(from).anyMatch(wanted));
        return events.stream().skip(from).filter(wanted).findFirst().orElseThrow();
    }

    /** Everything it said, oldest first. */
    public List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** The events that have this field. */
    public List<JsonNode> events(String field) {
        return events.stream().filter(event -> event.has(field)).toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
