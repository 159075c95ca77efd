package io.voltwright.protocol.mqtt;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to a broker that comes back by itself; all state is confined to its lane. */
final class Broker {

    private static final Logger log = LoggerFactory.getLogger(Broker.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Lane lane;
    private final Time time;
    private final List<Publication> pending = new ArrayList<>();

    private @Nullable Wire wire;
    private boolean online;
    private Duration pause = FIRST_PAUSE;
    private boolean closed;
    private boolean told;

    private volatile State state;

    /**
     * How to reach a broker.
     *
     * @param url checked
     * @param clientId one per station
     * @param user where the broker asks for one
     * @param password looked up at each connection
     * @param sockets for {@code ssl://}, made at each connection
     * @param topic first part of all topics
     */
    record Settings(
            String url,
            String clientId,
            Optional<String> user,
            Supplier<Optional<char[]>> password,
            Supplier<SocketFactory> sockets,
            String topic) {}

    private static final class Publication {

        private final String topic;
        private final byte[] payload;
        private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();

        Publication(String topic, byte[] payload) {
            this.topic = topic;
            this.payload = payload;
        }
    }

    /**
     * For people.
     *
     * @param connected whether it is
     * @param since when that became so
     * @param trouble what went wrong last; empty if nothing did
     */
    record State(boolean connected, Instant since, String trouble) {}

    Broker(Settings settings, Lane lane, Time time) {
        this.settings = settings;
        this.lane = lane;
        this.time = time;
        this.state = new State(false, time.instant(), "");
    }

    /**
     * Lets a URL pass that is safe to use.
     *
     * @throws IllegalArgumentException if it is neither TLS nor on this machine
     */
    static String checked(String url) {
        URI uri = URI.create(url);
        boolean here = uri.getHost() != null
                && Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
        if ("ssl".equals(uri.getScheme()) || ("tcp".equals(uri.getScheme()) && here)) {
            return url;
        }
        throw new IllegalArgumentException("io.voltwright.protocol.mqtt: url '" + url
                + "' must be ssl://HOST:PORT; tcp:// only for a broker on this machine");
    }

    void open() {
        lane.execute(this::connect);
    }

    void close() {
        CountDownLatch done = new CountDownLatch(1);
        lane.execute(() -> {
            closed = true;
            end(wire, "closed");
            done.countDown();
        });
        try {
            if (!done.await(5, TimeUnit.SECONDS)) {
                log.warn("MQTT: the connection did not end within 5 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    State state() {
        return state;
    }

    Settings settings() {
        return settings;
    }

    /** Waits for a connection, then publishes; completes when the broker has it. Fails if the connection breaks before. */
    CompletableFuture<Void> publishOnce(String topic, byte[] payload) {
        Publication publication = new Publication(topic, payload);
        lane.execute(() -> {
            pending.add(publication);
            if (online) {
                send(publication);
            }
        });
        return publication.acknowledged;
    }

    /** Publishes what is true now, retained; false while there is no connection. Called on the lane. */
    boolean show(String topic, byte[] payload) {
        Wire now = wire;
        if (now == null || !online) {
            return false;
        }
        now.show(topic, payload);
        return true;
    }

    private void send(Publication publication) {
        Objects.requireNonNull(wire)
                .deliver(
                        publication.topic,
                        publication.payload,
                        () -> lane.execute(() -> settle(publication, null)),
                        trouble -> lane.execute(() -> settle(publication, trouble)));
    }

    private void settle(Publication publication, @Nullable Throwable trouble) {
        pending.remove(publication);
        if (trouble == null) {
            publication.acknowledged.complete(null);
        } else {
            publication.acknowledged.completeExceptionally(trouble);
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        try {
            Wire next = new Wire(settings);
            wire = next;
            next.connect(() -> lane.execute(() -> opened(next)), why -> lane.execute(() -> lost(next, why)));
        } catch (MqttException | RuntimeException e) {
            lost(wire, ConnectionLost.reason(e));
        }
    }

    private void opened(Wire opened) {
        if (opened != wire || closed) {
            return;
        }
        pause = FIRST_PAUSE;
        told = false;
        state = new State(true, time.instant(), "");
        log.info("MQTT: connected to {}", settings.url());
        opened.sayOnline();
        online = true;
        List.copyOf(pending).forEach(this::send);
    }

    private void lost(@Nullable Wire which, String why) {
        if (which != wire || closed) {
            return;
        }
        if (!told) {
            log.warn("MQTT: no connection to {}: {}; trying again until it is back", settings.url(), why);
            told = true;
        }
        state = new State(false, state.connected() ? time.instant() : state.since(), why);
        end(which, why);
        lane.after(pause, this::connect);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    /** What was not acknowledged fails, and the journal hands it over again. */
    private void end(@Nullable Wire which, String why) {
        wire = null;
        boolean wasOnline = online;
        online = false;
        if (wasOnline || closed) {
            IllegalStateException trouble = new IllegalStateException("MQTT: " + why);
            List.copyOf(pending).forEach(publication -> settle(publication, trouble));
        }
        if (which != null) {
            which.leave();
        }
    }
}
