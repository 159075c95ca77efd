package io.voltwright.protocol.ocpp;

import io.voltwright.protocol.ocpp.Ocpp16.SignedFirmwareStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order for firmware that was given last: kept in the store at each step, and told to the back end. On the lane. */
final class FirmwareBook {

    private static final Logger log = LoggerFactory.getLogger(FirmwareBook.class);

    private final String name;
    private final Executor blocking;
    private final OrderStore<FirmwareOrder> store;
    private final Notices notices;
    private Optional<FirmwareOrder> order = Optional.empty();
    private CompletionStage<Void> kept = CompletableFuture.completedFuture(null);

    FirmwareBook(String name, Executor blocking, OrderStore<FirmwareOrder> store, Notices notices) {
        this.name = name;
        this.blocking = blocking;
        this.store = store;
        this.notices = notices;
    }

    Optional<FirmwareOrder> order() {
        return order;
    }

    /** The order that is under way. */
    FirmwareOrder now() {
        return order.orElseThrow();
    }

    /** What the process before this one left; blocks on the store. */
    Optional<FirmwareOrder> left() {
        return store.find(name);
    }

    void found(FirmwareOrder left) {
        order = Optional.of(left);
    }

    void keep(FirmwareOrder now) {
        order = Optional.of(now);
        // One after the other, whatever the threads.
        kept = kept.handleAsync(
                (nothing, failure) -> {
                    store.keep(name, Optional.of(now));
                    return null;
                },
                blocking);
        kept.whenComplete((nothing, failure) -> {
            if (failure != null) {
                log.error("{}: the order for firmware cannot be kept", name, failure);
            }
        });
    }

    /** Forgets what a settled order may hold of secrets. */
    void wipe() {
        FirmwareOrder done = now();
        keep(new FirmwareOrder(
                done.request(), "", 0, done.interval(), done.retrieve(), done.install(), "", "", "", done.version()));
    }

    /** The order came to this point. */
    void step(SignedFirmwareStatus status) {
        keep(now().status(status.text()));
        tell(status);
    }

    void tell(SignedFirmwareStatus status) {
        FirmwareWords.notice(now(), status).ifPresent(notices::say);
    }

    /** Completes when all is in the store, or could not be put there. */
    CompletionStage<Void> kept() {
        return kept;
    }
}
