package io.voltwright.protocol.mqtt;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code mqtt:status} shows the connection to the broker. */
@Service
@Command(
        scope = "mqtt",
        name = "status",
        description = "Shows the connection to the MQTT broker",
        detailedDescription = "Example: mqtt:status\nHow far the facts were published is shown by journal:readers.")
public final class StatusCommand implements Action {

    @Reference(optional = true)
    private @Nullable MqttBridge bridge;

    @Override
    public @Nullable Object execute() {
        if (bridge == null) {
            System.out.println("MQTT is not running; it starts with etc/io.voltwright.protocol.mqtt.cfg");
            return null;
        }
        Broker broker = bridge.broker();
        Broker.State state = broker.state();
        System.out.println("Broker  " + broker.settings().url() + " as "
                + broker.settings().clientId());
        System.out.println("State   " + (state.connected() ? "connected" : "away") + " since " + state.since());
        if (!state.connected() && !state.trouble().isEmpty()) {
            System.out.println("Reason  " + state.trouble());
        }
        return null;
    }
}
