package io.voltwright.field.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;

/** The station of the demo: a process that is only spoken to over its wires, SSH and REST. */
final class DemoStation implements AutoCloseable {

    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Process process;
    private final Ports ports;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ObjectMapper mapper = new ObjectMapper();
    private final SshClient ssh = SshClient.setUpDefaultClient();
    private String account = "";
    private String password = "";

    /**
     * Where it listens, all on loopback.
     *
     * @param ssh shell
     * @param http REST
     * @param opcua OPC UA
     */
    record Ports(int ssh, int http, int opcua) {}

    /**
     * Starts it.
     *
     * @param image the unpacked station image
     * @param home everything it writes; its settings are in {@code etc} below
     * @param environment more settings, as {@code VOLTWRIGHT_SETUP_CODE}
     */
    DemoStation(Path image, Path home, Ports ports, Map<String, String> environment) throws IOException {
        this.ports = ports;
        ProcessBuilder builder = new ProcessBuilder(
                image.resolve("bin/voltwright").toString(),
                "--home",
                home.toString(),
                "--ssh-port",
                Integer.toString(ports.ssh()),
                "--http-port",
                Integer.toString(ports.http()),
                "--opcua-port",
                Integer.toString(ports.opcua()));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(home.resolve("console.log").toFile());
        process = builder.start();
        ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        ssh.start();
    }

    /** Waits until it says that it can charge. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        String last = "no answer";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = send("/healthz");
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "the station ended with exit code " + process.exitValue() + "; see its console.log");
            }
        }
        throw new IOException("the station was not ready within " + BOOT.toSeconds() + " s: " + last);
    }

    /** Uses this account from now on. */
    void as(String name, String secret) {
        account = name;
        password = secret;
    }

    /** Runs one shell command over SSH and returns what it printed. */
    String shell(String command) throws IOException {
        try (ClientSession session =
                ssh.connect(account, "127.0.0.1", ports.ssh()).verify(ANSWER).getSession()) {
            session.addPasswordIdentity(password);
            session.auth().verify(ANSWER);
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            try (ClientChannel channel = session.createExecChannel(command)) {
                channel.setOut(printed);
                channel.setErr(printed);
                channel.open().verify(ANSWER);
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), ANSWER);
            }
            return printed.toString(StandardCharsets.UTF_8);
        }
    }

    /** Asks the REST interface. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return mapper.readTree(text(path));
    }

    /** As {@link #get(String)}, for what is not JSON. */
    String text(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.http() + path))
                .timeout(Duration.ofSeconds(10));
        if (!account.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Stops it in order, or without if that takes too long. */
    @Override
    public void close() {
        ssh.stop();
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
