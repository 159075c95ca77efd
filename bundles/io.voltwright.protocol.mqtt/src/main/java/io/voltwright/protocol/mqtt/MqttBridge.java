package io.voltwright.protocol.mqtt;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Lanes;
import io.voltwright.base.api.Time;
import io.voltwright.charging.api.ChargingListener;
import io.voltwright.charging.api.Evse;
import io.voltwright.journal.api.Entry;
import io.voltwright.journal.api.Fact;
import io.voltwright.journal.api.FactReader;
import io.voltwright.security.api.Keys;
import io.voltwright.security.api.Tls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Publishes facts and readings to a broker.
 *
 * <p>Facts go out at least once, in order, each acknowledged before the journal's cursor moves on: what happens while the broker
 * is away is published when it returns. Readings are what is true now: retained, and skipped while the broker is away.
 */
@Component(
        immediate = true,
        service = {MqttBridge.class, FactReader.class, ChargingListener.class},
        configurationPid = "io.voltwright.protocol.mqtt",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttBridge.Config.class)
public final class MqttBridge implements FactReader, ChargingListener {

    /** Below the receive maximum of common brokers (20), so that a batch is never refused for its size. */
    private static final int BATCH = 16;

    /** Which broker. */
    @ObjectClassDefinition(name = "MQTT")
    public @interface Config {

        @AttributeDefinition(
                description = "Broker, as ssl://broker.example:8883; tcp:// only for a broker on this machine")
        String url();

        @AttributeDefinition(description = "Client id; one per station")
        String clientId() default "voltwright";

        @AttributeDefinition(description = "User name; empty for none")
        String user() default "";

        @AttributeDefinition(description = "Name of the password in the key store; see security:password-set")
        String password() default "mqtt";

        @AttributeDefinition(
                description =
                        "PEM file in the configuration folder with the authorities to trust; empty: the platform's")
        String authorities() default "";

        @AttributeDefinition(description = "First part of all topics")
        String topic() default "voltwright";
    }

    private final String topic;
    private final Broker broker;
    private final ReadingPublisher readings;
    private final Lane lane;

    @Activate
    public MqttBridge(
            @Reference Keys keys, @Reference Tls tls, @Reference Lanes lanes, @Reference Time time, Config config) {
        this(
                new Broker.Settings(
                        Broker.checked(config.url()),
                        config.clientId(),
                        optional(config.user()),
                        () -> keys.password(config.password()),
                        () -> new TlsSockets(
                                tls.client(optional(config.authorities()), Optional.empty()), tls.parameters()),
                        config.topic()),
                lanes,
                time);
    }

    MqttBridge(Broker.Settings settings, Lanes lanes, Time time) {
        this.topic = settings.topic();
        this.lane = lanes.open("mqtt");
        this.broker = new Broker(settings, lane, time);
        this.readings = new ReadingPublisher(topic, broker, lane);
    }

    private static Optional<String> optional(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }

    @Activate
    void start() {
        broker.open();
    }

    @Deactivate
    void stop() {
        broker.close();
        lane.close();
    }

    @Override
    public String name() {
        return "mqtt";
    }

    /** It passes on what it does not know too. */
    @Override
    public boolean understands(Fact fact) {
        return true;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public CompletionStage<Step> read(List<Entry> batch) {
        CompletableFuture<?>[] published = batch.stream()
                .map(entry ->
                        broker.publishOnce(topic + "/facts/" + entry.fact().type(), FactJson.of(entry)))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(published).thenApply(done -> Step.NOTHING);
    }

    @Override
    public void evseChanged(Evse evse) {
        readings.changed(evse);
    }

    /** For the shell. */
    Broker broker() {
        return broker;
    }
}
