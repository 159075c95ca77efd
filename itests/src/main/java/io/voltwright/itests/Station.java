package io.voltwright.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One station, run from the image as a process of its own, with its own home and its own ports. */
public final class Station implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Pattern GENERATED = Pattern.compile("with password (\\S+)");
    private static final String ADMIN = "chief";

    private final Image image;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final int sshPort = Listeners.freePort();
    private final int httpPort = Listeners.freePort();
    private final int opcuaPort = Listeners.freePort();
    private @Nullable Process process;
    private @Nullable String adminPassword;
    private boolean shellOnly;
    private boolean greeted;
    private Duration bootTime = Duration.ZERO;

    private Station(Image image, Path home) {
        this.image = image;
        this.home = home;
        environment.put("VOLTWRIGHT_HOME", home.toString());
        environment.put("VOLTWRIGHT_SSH_PORT", String.valueOf(sshPort));
        environment.put("VOLTWRIGHT_HTTP_PORT", String.valueOf(httpPort));
        environment.put("VOLTWRIGHT_OPCUA_PORT", String.valueOf(opcuaPort));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** A station that was never started before, under {@code target/stations/<name>}. */
    public static Station fresh(String name) {
        try {
            Path home = Path.of("target", "stations", name).toAbsolutePath();
            Image.delete(home);
            return of(Image.built(), home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A station of an image, with all that an earlier one left in this home. */
    public static Station of(Image image, Path home) {
        try {
            Files.createDirectories(home.resolve("etc"));
            return new Station(image, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For an image without our bundles: ready means that the shell answers. */
    public Station shellOnly() {
        shellOnly = true;
        return this;
    }

    /** Sets an environment variable for the next start. */
    public Station with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Writes one file of the configuration folder; a running station takes it up as it would an operator's edit. */
    public Station setting(String file, String content) {
        try {
            Files.writeString(etc().resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the process and returns when it is ready; where it does not get ready, nothing of it is left. */
    public Station start() {
        long begin = System.nanoTime();
        launch();
        try {
            Awaitility.await("station ready, see " + home)
                    .atMost(READY)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("the station ended, see " + home, () -> !running())
                    .until(this::answers);
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        bootTime = Duration.ofNanos(System.nanoTime() - begin);
        return this;
    }

    /** Starts the process and does not wait for it. */
    public void launch() {
        if (running()) {
            throw new IllegalStateException("This station runs already");
        }
        greeted = false;
        ProcessBuilder builder =
                new ProcessBuilder(image.folder().resolve("bin/voltwright").toString());
        builder.directory(home.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("VOLTWRIGHT_") || name.startsWith("KARAF_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()));
        try {
            Process started = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether shell, web and OPC UA answer; the web may answer that something is not well. */
    public boolean ready() {
        return Shell.greets(sshPort) && (shellOnly || (answersWeb() && Listeners.accepts(opcuaPort)));
    }

    /** As {@link #ready()}; it asks little, and nobody again who has answered, for each question costs time of the start. */
    private boolean answers() {
        greeted = greeted || Shell.greets(sshPort);
        return greeted && (shellOnly || (Listeners.accepts(opcuaPort) && showsHealth()));
    }

    private boolean showsHealth() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpPort)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return line.startsWith("HTTP/") && !line.endsWith("404");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answersWeb() {
        int status = health();
        return status > 0 && status != 404;
    }

    /** Whether it has more than a shell. */
    public boolean hasWeb() {
        return !shellOnly;
    }

    /** The HTTP status of {@code /healthz}, or 0 where nobody listens. */
    public int health() {
        try {
            return get("/healthz").statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Asks the REST interface, without logging in. */
    public HttpResponse<String> get(String path) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether the process ended by itself in this time; until then nothing is done to it. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        Process running = process;
        return running == null || running.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Pulls the plug: SIGKILL, nothing is flushed. */
    public void kill() {
        end(true);
    }

    /** Stops in order, as a service manager does. */
    public void stop() {
        end(false);
    }

    @Override
    public void close() {
        if (running()) {
            end(false);
        }
    }

    private void end(boolean forcibly) {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> machines = running.descendants().toList();
        if (forcibly) {
            machines.forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                machines.forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly().waitFor();
            }
            for (ProcessHandle machine : machines) {
                awaitEnd(machine);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    private static void awaitEnd(ProcessHandle machine) {
        try {
            machine.onExit().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(machine + " does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean running() {
        return process != null && process.isAlive();
    }

    /** The process id of the Java machine itself; another one after it was restarted by the launcher. */
    public long pid() {
        Process running = process;
        return (running == null ? Stream.<ProcessHandle>empty() : running.descendants())
                .filter(machine -> machine.info().command().orElse("").endsWith("/java"))
                .map(ProcessHandle::pid)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This station does not run"));
    }

    /** The shell of this station, for one account. */
    public Shell shell(String user, String password) {
        return new Shell(sshPort, user, password);
    }

    /** What the station has logged so far. */
    public List<String> log() {
        try {
            return Files.readAllLines(home.resolve("log/karaf.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the station has printed so far. */
    public String printed() {
        try {
            return Files.readString(console(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shell of an admin, whom the set-up code of the first start adds when first asked for. */
    public Shell admin() throws IOException {
        String known = adminPassword;
        if (known == null) {
            known = generated(shell("setup", setupCode()).run("user:add --role admin --generate " + ADMIN));
            adminPassword = known;
        }
        return shell(ADMIN, known);
    }

    /** The REST interface for the admin of {@link #admin()}. */
    public Rest rest() throws IOException {
        Shell admin = admin();
        return new Rest(httpPort, admin.user(), admin.password());
    }

    /** The shell of a new account with these roles. */
    public Shell account(String name, String... roles) throws IOException {
        StringBuilder command = new StringBuilder("user:add");
        for (String role : roles) {
            command.append(" --role ").append(role);
        }
        command.append(" --generate ").append(name);
        return shell(name, generated(admin().run(command.toString())));
    }

    /** The one-time code of the first start. */
    public String setupCode() throws IOException {
        return Files.readString(home.resolve("setup-code")).strip();
    }

    private static String generated(String printed) throws IOException {
        Matcher matcher = GENERATED.matcher(printed);
        if (!matcher.find()) {
            throw new IOException("No password in: " + printed);
        }
        return matcher.group(1);
    }

    public Path home() {
        return home;
    }

    public Path etc() {
        return home.resolve("etc");
    }

    public Path console() {
        return home.resolve("console.txt");
    }

    public int sshPort() {
        return sshPort;
    }

    public int httpPort() {
        return httpPort;
    }

    public int opcuaPort() {
        return opcuaPort;
    }

    /** From launch to ready, of the last start. */
    public Duration bootTime() {
        return bootTime;
    }
}
