package io.voltwright.protocol.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voltwright.base.api.VirtualTime;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.journal.api.Payload;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import javax.net.SocketFactory;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's mosquitto, as a process. */
@NullUnmarked // JUnit fills the fields
class MqttBridgeTest {

    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    @TempDir
    Path folder;

    final VirtualTime time = new VirtualTime();
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    int port;
    Process mosquitto;
    MqttBridge bridge;
    MqttAsyncClient subscriber;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Files.isExecutable(MOSQUITTO), "mosquitto is not installed");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        bridge = new MqttBridge(
                new Broker.Settings(
                        "tcp://127.0.0.1:" + port,
                        "station",
                        Optional.empty(),
                        Optional::empty,
                        SocketFactory::getDefault,
                        "site"),
                time,
                time);
    }

    @AfterEach
    void close() throws Exception {
        if (subscriber != null && subscriber.isConnected()) {
            subscriber.disconnect(0).waitForCompletion(30_000);
        }
        if (bridge != null) {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(bridge::stop);
            passUntil(stopped::isDone);
        }
        if (mosquitto != null) {
            mosquitto.destroy();
            mosquitto.waitFor(5, TimeUnit.SECONDS);
        }
    }

    // Nothing of the facts is lost: what happens while the broker is away is published, in order, when it returns.
    @Test
    void factsWaitForTheBroker() throws Exception {
        bridge.start();
        CompletableFuture<FactReader.Step> before = bridge.read(entries(1, 10)).toCompletableFuture();
        time.pass(Duration.ofSeconds(5));
        assertThat(before).isNotDone();

        startMosquitto();
        subscribe("site/facts/#");
        passUntil(before::isDone);

        assertThat(before).isCompleted();
        awaitHeard(10);
        assertThat(heard).containsExactlyElementsOf(positions(1, 10));
    }

    @Test
    void aLostConnectionFailsTheBatchSoThatItComesAgain() throws Exception {
        startMosquitto();
        bridge.start();
        passUntil(() -> bridge.broker().state().connected());
        // Stopped, it takes what is sent but acknowledges nothing.
        new ProcessBuilder("kill", "-STOP", Long.toString(mosquitto.pid()))
                .start()
                .waitFor();
        CompletableFuture<FactReader.Step> lost = bridge.read(entries(1, 3)).toCompletableFuture();
        time.pass(Duration.ofSeconds(1));
        assertThat(lost).isNotDone();
        mosquitto.destroyForcibly().waitFor();
        passUntil(lost::isDone);
        assertThat(lost).isCompletedExceptionally();

        startMosquitto();
        subscribe("site/facts/#");
        CompletableFuture<FactReader.Step> again = bridge.read(entries(1, 3)).toCompletableFuture();
        passUntil(again::isDone);
        assertThat(again).isCompleted();
        awaitHeard(3);
        assertThat(heard).containsExactlyElementsOf(positions(1, 3));
    }

    @Test
    void whoComesLaterSeesThatTheStationIsOnlineAndWhenItLeft() throws Exception {
        startMosquitto();
        bridge.start();
        passUntil(() -> bridge.broker().state().connected());
        subscribe("site/status");
        passUntil(() -> heard.contains("online"));
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(bridge::stop);
        passUntil(stopped::isDone);
        bridge = null;
        passUntil(() -> heard.contains("offline"));
    }

    // Abuse case 32 and R-Z01's spirit: no password and no fact crosses a network in the clear.
    @Test
    void aBrokerElsewhereIsReachedWithTlsOnly() {
        assertThat(Broker.checked("ssl://broker.example:8883")).isEqualTo("ssl://broker.example:8883");
        assertThatThrownBy(() -> Broker.checked("tcp://broker.example:1883"))
                .hasMessageContaining("tcp://broker.example:1883")
                .hasMessageContaining("ssl://");
    }

    private void startMosquitto() throws Exception {
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        mosquitto = new ProcessBuilder(MOSQUITTO.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void subscribe(String topic) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "test", new MemoryPersistence());
            client.setCallback(new Listener());
            client.connect().waitForCompletion(30_000);
            client.subscribe(topic, 1).waitForCompletion(30_000);
            subscriber = client;
            return true;
        });
    }

    private void passUntil(BooleanSupplier done) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    time.pass(Duration.ofMillis(100));
                    return done.getAsBoolean();
                });
    }

    private void awaitHeard(int count) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> heard.size() >= count);
    }

    private List<Entry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(position -> new Entry(
                        position,
                        new Fact(
                                "test.Happened",
                                1,
                                "key-" + position,
                                "left",
                                time.moment(),
                                false,
                                Payload.with().put("n", position).done())))
                .toList();
    }

    private static List<String> positions(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
    }

    /** Keeps the position of each fact, or the text of a status. */
    private final class Listener implements org.eclipse.paho.mqttv5.client.MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            String text = new String(message.getPayload(), StandardCharsets.UTF_8);
            heard.add(text.startsWith("{") ? text.replaceAll(".*\"position\":(\\d+).*", "$1") : text);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(org.eclipse.paho.mqttv5.client.IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int reason, org.eclipse.paho.mqttv5.common.packet.MqttProperties properties) {}
    }

    // The client says "Untranslated MqttException" for all that went wrong below it.
    @Test
    void theReasonNamesWhatWentWrongBelow() {
        assertThat(ConnectionLost.reason(
                        new MqttException(new SSLHandshakeException("unable to find valid certification path"))))
                .isEqualTo("unable to find valid certification path");
        assertThat(ConnectionLost.reason(new MqttException(
                        MqttClientException.REASON_CODE_SERVER_CONNECT_ERROR,
                        new ConnectException("Connection refused"))))
                .isEqualTo("Unable to connect to server: Connection refused");
        assertThat(ConnectionLost.reason(
                        new MqttException(MqttClientException.REASON_CODE_CONNECTION_LOST, new EOFException())))
                .isEqualTo("Connection lost");
    }
}
