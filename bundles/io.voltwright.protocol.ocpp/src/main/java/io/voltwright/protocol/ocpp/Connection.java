package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one link to the back end open, and opens it again for ever; lives on the lane of its back end. */
final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /** Hears of the connection; called on the lane. */
    interface Listener {

        void up();

        void received(String text);

        void down(String why);
    }

    private final String name;
    private final Lane lane;
    private final Link.Dialer dialer;
    private final BackOff backOff;
    private final Supplier<Duration> pingInterval;
    private final Listener listener;

    private Optional<Link> link = Optional.empty();
    private Optional<Lane.Timer> pings = Optional.empty();
    private Optional<Lane.Timer> redial = Optional.empty();
    private boolean awaitsPong;
    private boolean stopped;
    private boolean failing;
    /** Counts the links; events of earlier ones are stale. */
    private long epoch;

    /**
     * @param pingInterval between pings; zero for none (R-T14)
     */
    Connection(
            String name,
            Lane lane,
            Link.Dialer dialer,
            BackOff backOff,
            Supplier<Duration> pingInterval,
            Listener listener) {
        this.name = name;
        this.lane = lane;
        this.dialer = dialer;
        this.backOff = backOff;
        this.pingInterval = pingInterval;
        this.listener = listener;
    }

    boolean isUp() {
        return link.isPresent();
    }

    void send(String text) {
        link.ifPresent(open -> open.send(text));
    }

    /** Opens the link; again where it was stopped for a while. */
    void start() {
        stopped = false;
        if (link.isEmpty()) {
            dial();
        }
    }

    /** Closes the link and stays away until {@link #start()}. */
    CompletionStage<Void> stop() {
        stopped = true;
        redial.ifPresent(Lane.Timer::cancel);
        CompletionStage<Void> closed = link.map(Link::close).orElse(CompletableFuture.completedFuture(null));
        lost("closed by the station");
        return closed;
    }

    /** Opens a new link, as when credentials have changed; what was said before is said first. Not where it shall stay away. */
    void renew() {
        if (stopped) {
            return;
        }
        stop().whenCompleteAsync((nothing, failure) -> start(), lane);
    }

    /** After a change of the interval. */
    void restartPings() {
        pings.ifPresent(Lane.Timer::cancel);
        Duration interval = pingInterval.get();
        awaitsPong = false;
        pings = link.isPresent() && !interval.isZero()
                ? Optional.of(lane.every(interval, this::ping))
                : Optional.empty();
    }

    private void dial() {
        long mine = ++epoch;
        redial = Optional.empty();
        dialer.dial(new Events(mine))
                .whenCompleteAsync(
                        (opened, failure) -> {
                            if (failure != null) {
                                failed(mine, failure);
                            } else {
                                opened(mine, opened);
                            }
                        },
                        lane);
    }

    private void opened(long mine, Link opened) {
        if (mine != epoch || stopped) {
            opened.abort();
            return;
        }
        log.info("{}: connected", name);
        failing = false;
        backOff.reset();
        link = Optional.of(opened);
        opened.start();
        restartPings();
        listener.up();
    }

    private void failed(long mine, Throwable failure) {
        if (mine != epoch || stopped) {
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!failing) {
            failing = true;
            log.warn("{}: cannot connect: {}; trying on", name, why);
        }
        listener.down(why);
        redialLater();
    }

    private void redialLater() {
        Duration wait = backOff.next();
        log.debug("{}: next try in {}", name, wait);
        redial = Optional.of(lane.after(wait, this::dial));
    }

    private void ping() {
        if (awaitsPong) {
            link.ifPresent(Link::abort);
            closed(epoch, "no pong came back");
            return;
        }
        awaitsPong = true;
        link.ifPresent(Link::ping);
    }

    private void closed(long mine, String why) {
        if (mine != epoch || link.isEmpty()) {
            return;
        }
        log.warn("{}: connection lost: {}", name, why);
        lost(why);
        redialLater();
    }

    private void lost(String why) {
        epoch++;
        boolean was = link.isPresent();
        link = Optional.empty();
        restartPings();
        if (was) {
            listener.down(why);
        }
    }

    private final class Events implements Link.Events {

        private final long mine;

        Events(long mine) {
            this.mine = mine;
        }

        @Override
        public void received(String text) {
            lane.execute(() -> {
                if (mine == epoch) {
                    listener.received(text);
                }
            });
        }

        @Override
        public void pong() {
            lane.execute(() -> {
                if (mine == epoch) {
                    awaitsPong = false;
                }
            });
        }

        @Override
        public void closed(String why) {
            lane.execute(() -> Connection.this.closed(mine, why));
        }
    }
}
