package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Lane;
import io.voltwright.base.api.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one transaction message at a time until it is acknowledged or given up (R-X03).
 *
 * <p>A failure is a refusal or silence while connected; the next transmission waits the retry interval times the transmissions
 * before it. A lost connection is no failure: the message leaves again once the station is accepted.
 */
final class Courier {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    /**
     * How it went.
     *
     * @param answer the acknowledgement; empty where the message was given up
     * @param attempts transmissions that counted
     * @param reason of the last failure
     */
    record Outcome<A extends Answer>(Optional<A> answer, int attempts, String reason) {}

    private static final class Parcel<A extends Answer> {

        private final Request<A> request;
        private final SessionId about;
        private final Runnable meanwhile;
        private final CompletableFuture<Outcome<A>> outcome = new CompletableFuture<>();
        private int attempts;

        Parcel(Request<A> request, SessionId about, Runnable meanwhile) {
            this.request = request;
            this.about = about;
            this.meanwhile = meanwhile;
        }
    }

    private final String name;
    private final Lane lane;
    private final Rpc rpc;
    private final IntSupplier mostAttempts;
    private final Supplier<Duration> retryInterval;
    /** Waits for the back end to be there. */
    private Optional<Parcel<?>> stranded = Optional.empty();

    private boolean carrying;

    Courier(String name, Lane lane, Rpc rpc, IntSupplier mostAttempts, Supplier<Duration> retryInterval) {
        this.name = name;
        this.lane = lane;
        this.rpc = rpc;
        this.mostAttempts = mostAttempts;
        this.retryInterval = retryInterval;
    }

    /**
     * Completes on the lane; a stage that never completes is a back end that never comes back.
     *
     * @param meanwhile runs on the lane after each transmission
     */
    <A extends Answer> CompletionStage<Outcome<A>> carry(Request<A> request, SessionId about, Runnable meanwhile) {
        Parcel<A> parcel = new Parcel<>(request, about, meanwhile);
        lane.execute(() -> {
            carrying = true;
            send(parcel);
        });
        return parcel.outcome;
    }

    /** Runs on the lane, after what is there to do. */
    void meanwhile(Runnable work) {
        lane.execute(work);
    }

    /** Whether a message is under way. */
    boolean carrying() {
        return carrying;
    }

    /** The back end is there and has accepted the station; on the lane. */
    void accepted() {
        Optional<Parcel<?>> parcel = stranded;
        stranded = Optional.empty();
        parcel.ifPresent(this::send);
    }

    private <A extends Answer> void send(Parcel<A> parcel) {
        if (rpc.mode() != Rpc.Mode.OPEN) {
            stranded = Optional.of(parcel);
            return;
        }
        rpc.call(parcel.request, parcel.about)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                done(parcel, new Outcome<>(Optional.of(answer), parcel.attempts + 1, ""));
                            } else {
                                failed(parcel, CallFailure.in(failure));
                            }
                        },
                        lane);
        lane.execute(parcel.meanwhile);
    }

    private <A extends Answer> void failed(Parcel<A> parcel, CallFailure failure) {
        String why = String.valueOf(failure.getMessage());
        if (failure.kind() == CallFailure.Kind.DISCONNECTED) {
            send(parcel);
            return;
        }
        parcel.attempts++;
        if (parcel.attempts >= mostAttempts.getAsInt()) {
            log.error(
                    "{}: {} given up after {} transmissions: {}", name, parcel.request.action(), parcel.attempts, why);
            done(parcel, new Outcome<>(Optional.empty(), parcel.attempts, why));
            return;
        }
        Duration wait = retryInterval.get().multipliedBy(parcel.attempts);
        log.warn("{}: {}; again in {} s", name, why, wait.toSeconds());
        lane.after(wait, () -> send(parcel));
    }

    private <A extends Answer> void done(Parcel<A> parcel, Outcome<A> outcome) {
        carrying = false;
        parcel.outcome.complete(outcome);
    }
}
