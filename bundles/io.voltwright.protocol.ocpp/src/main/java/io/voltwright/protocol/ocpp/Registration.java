package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Time;
import io.voltwright.protocol.ocpp.Ocpp16.BootNotificationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.BootNotificationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.HeartbeatRequest;
import io.voltwright.protocol.ocpp.Ocpp16.RegistrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the back end accept the station after a boot, and keeps the heart beating (R-B01 to R-B07, R-B10, R-B11). */
final class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    /** Hears of acceptance; called on the lane. */
    interface Listener {

        /**
         * Now everything may be said.
         *
         * @param boot after a boot message; otherwise after a mere loss of the connection
         */
        void accepted(boolean boot);

        /** The boot was accepted, with this heartbeat interval; zero keeps the station's own. */
        void booted(Duration interval);
    }

    private final String name;
    private final Lane lane;
    private final Rpc rpc;
    private final Time time;
    private final KeyBook keys;
    private final BootNotificationRequest boot;
    private final BackOff backOff;
    private final Listener listener;
    private boolean accepted;
    private Rpc.Mode before = Rpc.Mode.PENDING;
    private Optional<Lane.Timer> retry = Optional.empty();
    private Optional<Lane.Timer> heart = Optional.empty();
    private Duration notBefore = Duration.ZERO;
    private Optional<Duration> clockDifference = Optional.empty();

    /**
     * @param accepted whether this boot was accepted already, by an earlier version of this bundle (R-T16)
     * @param backOff for boot messages where the back end names no interval (R-B06)
     */
    Registration(
            String name,
            Lane lane,
            Rpc rpc,
            Time time,
            KeyBook keys,
            BootNotificationRequest boot,
            boolean accepted,
            BackOff backOff,
            Listener listener) {
        this.name = name;
        this.lane = lane;
        this.rpc = rpc;
        this.time = time;
        this.keys = keys;
        this.boot = boot;
        this.accepted = accepted;
        this.backOff = backOff;
        this.listener = listener;
    }

    boolean accepted() {
        return accepted;
    }

    /** How far the back end's clock is ahead of the station's, as last heard. */
    Optional<Duration> clockDifference() {
        return clockDifference;
    }

    void up() {
        if (accepted) {
            open(false);
            return;
        }
        rpc.mode(before);
        Duration wait = notBefore.minus(time.sinceBoot());
        if (wait.isNegative() || wait.isZero()) {
            sendBoot();
        } else {
            retryAfter(wait);
        }
    }

    void down() {
        rpc.mode(Rpc.Mode.OFFLINE);
        retry.ifPresent(Lane.Timer::cancel);
        heart.ifPresent(Lane.Timer::cancel);
    }

    /** Now, and not when the interval is over (R-B04). */
    void sendBoot() {
        retry.ifPresent(Lane.Timer::cancel);
        Instant asked = time.instant();
        rpc.callAnyway(boot)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                answered(answer, asked);
                                return;
                            }
                            CallFailure why = CallFailure.in(failure);
                            if (why.kind() != CallFailure.Kind.DISCONNECTED) {
                                log.warn("{}: {}", name, why.getMessage());
                                retryAfter(backOff.next());
                            }
                        },
                        lane);
    }

    private void answered(BootNotificationAnswer answer, Instant asked) {
        clock(answer.currentTime(), asked);
        if (answer.status() == RegistrationStatus.ACCEPTED) {
            log.info("{}: the back end accepted the station", name);
            accepted = true;
            backOff.reset();
            listener.booted(Duration.ofSeconds(Math.max(0, answer.interval())));
            open(true);
            return;
        }
        log.warn(
                "{}: the back end said {} to the boot message",
                name,
                answer.status().text());
        before = answer.status() == RegistrationStatus.REJECTED ? Rpc.Mode.SILENT : Rpc.Mode.PENDING;
        rpc.mode(before);
        retryAfter(answer.interval() > 0 ? Duration.ofSeconds(answer.interval()) : backOff.next());
    }

    private void retryAfter(Duration wait) {
        retry.ifPresent(Lane.Timer::cancel);
        notBefore = time.sinceBoot().plus(wait);
        retry = Optional.of(lane.after(wait, this::sendBoot));
    }

    private void open(boolean booted) {
        rpc.mode(Rpc.Mode.OPEN);
        restartHeart();
        listener.accepted(booted);
    }

    /** After a change of the interval (R-B11). */
    void restartHeart() {
        heart.ifPresent(Lane.Timer::cancel);
        heart = rpc.mode() == Rpc.Mode.OPEN
                ? Optional.of(lane.every(keys.seconds(Keys16.HEARTBEAT_INTERVAL), this::beat))
                : Optional.empty();
    }

    /** One heartbeat now. */
    void beat() {
        Instant asked = time.instant();
        rpc.callAnyway(new HeartbeatRequest())
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                clock(answer.currentTime(), asked);
                            }
                        },
                        lane);
    }

    // The station's clock is set by the system; the back end's only tells whether that works.
    private void clock(Instant theirs, Instant asked) {
        Instant ours = asked.plus(Duration.between(asked, time.instant()).dividedBy(2));
        Duration difference = Duration.between(ours, theirs);
        boolean wrong = difference.abs().compareTo(CLOCK_TOLERANCE) > 0;
        boolean known = clockDifference
                .filter(was -> was.abs().compareTo(CLOCK_TOLERANCE) > 0)
                .isPresent();
        if (wrong && !known) {
            log.warn("{}: the back end's clock differs by {} s from the station's", name, difference.toSeconds());
        }
        clockDifference = Optional.of(difference);
    }
}
