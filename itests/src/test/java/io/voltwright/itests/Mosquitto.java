package io.voltwright.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Debian's mosquitto with one TLS port, and what a subscriber of it hears. */
final class Mosquitto implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path program;
    private final Path folder;
    private final int port = Listeners.freePort();
    private final Authority authority;
    private final List<JsonNode> facts = new CopyOnWriteArrayList<>();
    private final Map<String, String> others = new ConcurrentHashMap<>();
    private @Nullable Process process;
    private @Nullable MqttAsyncClient subscriber;

    Mosquitto(Path program, Authority authority, Path folder) throws IOException {
        this.program = program;
        this.folder = folder;
        this.authority = authority;
        Authority.Server server = authority.server("broker", folder);
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        // Started by root it would become the user mosquitto, who may not read the key.
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                """
                listener %d 127.0.0.1
                certfile %s
                keyfile %s
                allow_anonymous true
                user root
                persistence false
                """
                        .formatted(port, server.certificate(), server.key()));
    }

    int port() {
        return port;
    }

    /** Starts the broker and subscribes to all that is published under {@code yard}. */
    void start() throws Exception {
        Process started = new ProcessBuilder(
                        program.toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("mosquitto.txt").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        process = started;
        Awaitility.await("mosquitto listens, see " + folder)
                .atMost(PATIENCE)
                .failFast("mosquitto ended", () -> !started.isAlive())
                .until(() -> Listeners.accepts(port));
        MqttAsyncClient client = new MqttAsyncClient("ssl://127.0.0.1:" + port, "test", new MemoryPersistence());
        client.setCallback(new Ear());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSocketFactory(authority.client().getSocketFactory());
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        client.subscribe("yard/#", 1).waitForCompletion(PATIENCE.toMillis());
        subscriber = client;
    }

    /** The broker is killed; what it held is gone. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly()
                    .onExit()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        MqttAsyncClient client = subscriber;
        subscriber = null;
        if (client != null) {
            try {
                client.disconnectForcibly(0, 100, false);
                client.close(true);
            } catch (MqttException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The facts as they came in, repeats included. */
    List<JsonNode> facts() {
        return List.copyOf(facts);
    }

    /** The latest message of another topic; empty before. */
    String latest(String topic) {
        return others.getOrDefault(topic, "");
    }

    void forgetLatest() {
        others.clear();
    }

    JsonNode reading(String evse) throws IOException {
        return JSON.readTree(others.getOrDefault("yard/evses/" + evse, "{}"));
    }

    @Override
    public void close() {
        kill();
    }

    private final class Ear implements MqttCallback {

        @Override
        public void messageArrived(@Nullable String topic, @Nullable MqttMessage message) throws Exception {
            if (topic == null || message == null) {
                return;
            }
            if (topic.startsWith("yard/facts/")) {
                facts.add(JSON.readTree(message.getPayload()));
            } else {
                others.put(topic, new String(message.getPayload(), StandardCharsets.UTF_8));
            }
        }

        @Override
        public void disconnected(@Nullable MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(@Nullable MqttException exception) {}

        @Override
        public void deliveryComplete(@Nullable IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, @Nullable String server) {}

        @Override
        public void authPacketArrived(int reason, @Nullable MqttProperties properties) {}
    }
}
