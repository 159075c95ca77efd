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

    /** The client has no code for what went wrong below it. */
    private static final int UNTRANSLATED = 0;

    private final Consumer<String> why;

    ConnectionLost(Consumer<String> why) {
        this.why = why;
    }

    @Override
    public void disconnected(@Nullable MqttDisconnectResponse response) {
        String reason = response == null || response.getException() == null
                ? "closed by the broker"
                : reason(response.getException());
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

    /** What went wrong, for people: what the client says of it, and what the socket below said. */
    static String reason(Throwable trouble) {
        Throwable deepest = trouble;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String said = String.valueOf(trouble.getMessage());
        String below = deepest.getMessage();
        if (deepest == trouble || below == null) {
            return said;
        }
        boolean nothing = trouble instanceof MqttException client && client.getReasonCode() == UNTRANSLATED;
        return nothing ? below : said + ": " + below;
    }
}
