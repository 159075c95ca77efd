package io.voltwright.protocol.mqtt;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** Passes on that a connection is gone; the station subscribes to nothing, so there is nothing else to hear. */
final class ConnectionLost implements MqttCallback {

    private final Consumer<String> why;

    ConnectionLost(Consumer<String> why) {
        this.why = why;
    }

    @Override
    public void disconnected(@Nullable MqttDisconnectResponse response) {
        String reason = response == null || response.getException() == null
                ? "closed by the broker"
                : String.valueOf(response.getException().getMessage());
        why.accept(reason);
    }

    @Override
    public void mqttErrorOccurred(@Nullable MqttException exception) {}

    @Override
    public void messageArrived(@Nullable String topic, @Nullable MqttMessage message) {}

    @Override
    public void deliveryComplete(@Nullable IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, @Nullable String server) {}

    @Override
    public void authPacketArrived(int reason, @Nullable MqttProperties properties) {}
}
