package io.voltwright.field.profiles;

import io.voltwright.base.api.Current;
import io.voltwright.field.api.RegisterBus.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** Feeds the watchdog of one pile in the way its profile says, three times within its time and a little early (R35). */
final class Watchdog {

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Device device;
    private final FailSafe failSafe;
    private final Duration timeout;
    private final SplittableRandom jitter;
    private Duration next = Duration.ZERO;
    private Duration fed = Duration.ZERO;
    private boolean underway;

    Watchdog(Device device, Duration timeout, long seed) {
        this.device = device;
        this.failSafe = device.profile().failSafe();
        this.timeout = failSafe.timeFor(timeout);
        this.jitter = new SplittableRandom(seed);
    }

    /** The time it is armed with. */
    Duration timeout() {
        return timeout;
    }

    /** It has just been fed by what was written for another reason. */
    void fed() {
        fed = device.now();
        next = fed.plus(period());
    }

    private Duration period() {
        Duration most = failSafe.periodFor(timeout);
        Duration third = timeout.dividedBy(3);
        Duration period = most.compareTo(third) < 0 ? most : third;
        return period.multipliedBy(100 - jitter.nextInt(10)).dividedBy(100);
    }

    /**
     * Feeds it if that is due.
     *
     * @param current what is offered now; empty: nobody has offered anything, so no set-point may be said again
     */
    void beat(Optional<Current> current) {
        // A beat that waits for its answer is followed by none: to a dead device they would take all the bus from its
        // polls.
        if (underway || device.now().compareTo(next) < 0) {
            return;
        }
        next = device.now().plus(period());
        Optional<CompletableFuture<Void>> beat =
                switch (failSafe.style()) {
                    case REWRITE_TIMEOUT -> Optional.of(
                            write(failSafe.register().orElseThrow(), seconds()));
                    case HEARTBEAT, KEEP_ALIVE -> failSafe.beat()
                            .flatMap(formula -> formula.value(device.knowledge().scope()))
                            .map(value -> write(failSafe.register().orElseThrow(), value));
                    case REWRITE_SETPOINT -> current.flatMap(this::setPoint);
                    case ANY_READ, NONE -> Optional.empty();
                };
        underway = beat.isPresent();
        beat.ifPresent(sent -> Async.then(sent, (done, failure) -> {
            underway = false;
            if (failure == null) {
                fed = device.now();
            } else {
                next = device.now().plus(TRY_AGAIN);
            }
        }));
    }

    private Value seconds() {
        return new Value.Amount(timeout.toMillis() / 1000.0);
    }

    private CompletableFuture<Void> write(String point, Value value) {
        return device.write(point, value, Priority.HEARTBEAT);
    }

    private Optional<CompletableFuture<Void>> setPoint(Current current) {
        Value amperes = new Value.Amount(current.amperes());
        Expression.Scope scope = name -> name.equals("a") ? Optional.of(amperes) : Optional.empty();
        List<ActionSpec.Step> steps = Optional.ofNullable(
                        device.profile().actions().get("setCurrent"))
                .map(ActionSpec::steps)
                .orElse(List.of());
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (ActionSpec.Step step : steps) {
            if (step instanceof ActionSpec.Write write) {
                for (var entry : write.values().entrySet()) {
                    Optional<Value> value =
                            entry.getValue().value(scope.or(device.knowledge().scope()));
                    all = all.thenCompose(done -> value.map(v -> write(entry.getKey(), v))
                            .orElseGet(() -> CompletableFuture.completedFuture(null)));
                }
            }
        }
        return Optional.of(all);
    }

    /** Whether the pile must have fallen to its fail-safe current by now. */
    boolean tripped(Duration heard) {
        if (!failSafe.exists()) {
            return false;
        }
        Duration last = failSafe.style() == FailSafe.Style.ANY_READ ? heard : fed;
        return device.now().minus(last).compareTo(timeout) >= 0;
    }
}
