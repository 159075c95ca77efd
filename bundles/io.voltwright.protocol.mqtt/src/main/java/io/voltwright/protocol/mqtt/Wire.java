package io.voltwright.protocol.mqtt;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a broker, from its attempt to its end; it calls back on threads of its own. */
final class Wire {

    private static final Logger log = LoggerFactory.getLogger(Wire.class);
    private static final int AT_LEAST_ONCE = 1;
    private static final int AT_MOST_ONCE = 0;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int CONNECT_SECONDS = 10;
    private static final int DISCONNECT_WITH_WILL = 4;

    private final Broker.Settings settings;
    private final MqttAsyncClient client;

    /**
     * @throws MqttException if the client cannot be made
     */
    Wire(Broker.Settings settings) throws MqttException {
        this.settings = settings;
        this.client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
    }

    /**
     * @param opened called once it is connected
     * @param lost called with the reason when it is not, or not any more
     * @throws MqttException if it cannot even be tried
     */
    void connect(Runnable opened, Consumer<String> lost) throws MqttException {
        client.setCallback(new ConnectionLost(lost));
        client.connect(options(), null, listener(opened, trouble -> lost.accept(ConnectionLost.reason(trouble))));
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout(CONNECT_SECONDS);
        settings.user().ifPresent(options::setUserName);
        if (settings.user().isPresent()) {
            settings.password().get().ifPresent(password -> {
                options.setPassword(bytes(CharBuffer.wrap(password)));
                Arrays.fill(password, '\0');
            });
        }
        if (settings.url().startsWith("ssl:")) {
            options.setSocketFactory(settings.sockets().get());
            options.setHttpsHostnameVerificationEnabled(true);
        }
        MqttMessage will = new MqttMessage(bytes("offline"));
        will.setQos(AT_LEAST_ONCE);
        will.setRetained(true);
        options.setWill(statusTopic(), will);
        return options;
    }

    /** Says, retained, that the station is there; the will says that it is not. */
    void sayOnline() {
        publish(statusTopic(), bytes("online"), AT_LEAST_ONCE, true, () -> {}, trouble -> {});
    }

    /** Publishes at least once; one of both is called. */
    void deliver(String topic, byte[] payload, Runnable success, Consumer<Throwable> failure) {
        publish(topic, payload, AT_LEAST_ONCE, false, success, failure);
    }

    /** Publishes what is true now, retained. */
    void show(String topic, byte[] payload) {
        publish(topic, payload, AT_MOST_ONCE, true, () -> {}, trouble -> {});
    }

    private void publish(
            String topic, byte[] payload, int qos, boolean retained, Runnable success, Consumer<Throwable> failure) {
        try {
            client.publish(topic, payload, qos, retained, null, listener(success, failure));
        } catch (MqttException e) {
            failure.accept(e);
        }
    }

    /** Leaves with the reason that makes the broker publish the will (MQTT 5.0 section 3.14.2.1): offline is offline. */
    void leave() {
        try {
            if (client.isConnected()) {
                client.disconnect(
                        0,
                        null,
                        listener(this::release, trouble -> release()),
                        DISCONNECT_WITH_WILL,
                        new MqttProperties());
            } else {
                release();
            }
        } catch (MqttException e) {
            release();
        }
    }

    private void release() {
        try {
            client.close(true);
        } catch (MqttException e) {
            log.debug("MQTT: the old connection did not end well: {}", e.toString());
        }
    }

    private String statusTopic() {
        return settings.topic() + "/status";
    }

    private static byte[] bytes(CharSequence text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static MqttActionListener listener(Runnable success, Consumer<Throwable> failure) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(@Nullable IMqttToken token) {
                success.run();
            }

            @Override
            public void onFailure(@Nullable IMqttToken token, @Nullable Throwable trouble) {
                failure.accept(trouble == null ? new IllegalStateException("no reason given") : trouble);
            }
        };
    }
}
