package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The simulator as a process of its own, cars and cards: a KEBA {@code left} on TCP and a Heidelberg {@code right} on a serial
 * line, or other piles.
 */
public final class Yard implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int control = Listeners.freePort();
    private final int left = Listeners.freePort();
    private final Path home;
    private final Process process;

    private Yard(Path home, List<String> options) throws IOException {
        this.home = home;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "io.voltwright.field.simulator.Simulator",
                "--home",
                home.toString(),
                "--control",
                String.valueOf(control)));
        command.addAll(options.isEmpty() ? usual() : options);
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("simulator.txt").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private List<String> usual() {
        return List.of("--at", "left=" + left, "--at", "grid=" + Listeners.freePort(), "--at", "right=" + rightTty());
    }

    /** A yard in a folder under {@code target/stations/<name>-yard}; returns when it answers. */
    public static Yard open(String name) {
        return open(name, "");
    }

    /**
     * As {@link #open(String)}, with other piles.
     *
     * @param devices as {@code simulator.yaml} has them, one of them {@code left}
     */
    public static Yard open(String name, String devices) {
        Path home = Path.of("target", "stations", name + "-yard").toAbsolutePath();
        try {
            Image.delete(home);
            Files.createDirectories(home);
            if (!devices.isEmpty()) {
                Files.writeString(home.resolve("simulator.yaml"), devices);
            }
            Path config = home.resolve("simulator.yaml");
            Yard yard = new Yard(home, devices.isEmpty() ? List.of() : List.of("--config", config.toString()));
            Awaitility.await("the simulator answers, see " + home)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("the simulator ended, see " + home, () -> !yard.process.isAlive())
                    .ignoreExceptions()
                    .until(() -> yard.evse("left").has("state"));
            return yard;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the simulator's program is, as the Java machine takes it. */
    static String classPath() throws IOException {
        Path built =
                Path.of(System.getProperty("voltwright.simulator", "../bundles/io.voltwright.field.simulator/target"));
        return built.resolve("io.voltwright.field.simulator-" + version(built) + ".jar") + ":" + built.resolve("lib")
                + "/*";
    }

    private static String version(Path built) throws IOException {
        try (var jars = Files.list(built)) {
            return jars.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("io\\.voltwright\\.field\\.simulator-[0-9].*\\.jar"))
                    .map(file -> file.replaceAll("^io\\.voltwright\\.field\\.simulator-|\\.jar$", ""))
                    .findFirst()
                    .orElseThrow(() -> new IOException("The simulator is missing; build it with ./run build"));
        }
    }

    /** The TCP port of the pile {@code left}. */
    public int leftPort() {
        return left;
    }

    /** The station's end of the serial line of the pile {@code right}. */
    public Path rightTty() {
        return home.resolve("right.tty");
    }

    /** Both piles, as a site file says it: a feeder of 32 A for both, which is enough for 16 A each. */
    public String site() {
        return Sites.two("tcp: 127.0.0.1:" + left, "serial: " + rightTty());
    }

    /** What the simulator itself sees of a pile: {@code state}, {@code amps}, {@code offeredAmps}, {@code registerWh} ... */
    public JsonNode evse(String id) throws IOException {
        return send("GET", "/evses/" + id, "");
    }

    /** A car with a large and half empty battery that takes 16 A on three phases. */
    public void plug(String id) throws IOException {
        post(id + "/plug", "{\"capacityWh\": 500000, \"soc\": 20, \"maxAmps\": 16, \"phases\": 3}");
    }

    public void unplug(String id) throws IOException {
        post(id + "/unplug", "{}");
    }

    public void card(String id, String token) throws IOException {
        post(id + "/card", "{\"token\": \"" + token + "\"}");
    }

    /** Takes the fault away that {@code fault} brought. */
    public void heal(String id) throws IOException {
        send("DELETE", "/evses/" + id + "/fault", "");
    }

    /** How fast time passes for cars and piles. */
    public void speed(double speed) throws IOException {
        send("POST", "/clock", "{\"speed\": " + speed + "}");
    }

    /** Something else of the control API, as {@code left/meter} with {@code {"stuck": true}}. */
    public JsonNode post(String path, String body) throws IOException {
        return send("POST", "/evses/" + path, body);
    }

    private JsonNode send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
