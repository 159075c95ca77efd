package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Lane;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.ResetAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ResetRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ResetStatus;
import io.voltwright.protocol.ocpp.Ocpp16.ResetType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the back end that controls the station restart it: softly, when the sessions are stopped and told; or hard, when they are
 * stopped, the rest being told after the restart (R-X10, R-T19). A restart that does not come is asked for again, ResetRetries times.
 */
final class ResetCalls {

    private static final Logger log = LoggerFactory.getLogger(ResetCalls.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 60;
    private static final int MOST_LOOKS_AT_JOBS = 600;
    /** What is still there so long after a restart was asked for was not restarted. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String backend;
    private final Roles roles;
    private final Lane lane;
    private final Points points;
    private final BooleanSupplier delivered;
    private final BooleanSupplier busy;
    private final Supplier<CompletionStage<Void>> goodbye;
    private final Restart restart;
    private final IntSupplier retries;
    private final Runnable comeBack;
    private boolean under;

    /**
     * @param delivered whether the back end was told of the end of all sessions
     * @param busy whether a file is on its way or firmware is being installed, which a soft reset lets be done first
     * @param goodbye closes the connection for good; what was said before is sent before
     * @param retries so often a restart that did not come is asked for again
     * @param comeBack opens the connection again, where the station could not be restarted at all
     */
    ResetCalls(
            String backend,
            Roles roles,
            Lane lane,
            Rpc rpc,
            Points points,
            BooleanSupplier delivered,
            BooleanSupplier busy,
            Supplier<CompletionStage<Void>> goodbye,
            Restart restart,
            IntSupplier retries,
            Runnable comeBack) {
        this.backend = backend;
        this.roles = roles;
        this.lane = lane;
        this.points = points;
        this.delivered = delivered;
        this.busy = busy;
        this.goodbye = goodbye;
        this.restart = restart;
        this.retries = retries;
        this.comeBack = comeBack;
        rpc.on(ResetRequest.class, this::reset);
    }

    private Rpc.Reply<ResetAnswer> reset(ResetRequest request) {
        if (!roles.controls() || under) {
            return Rpc.Reply.of(new ResetAnswer(ResetStatus.REJECTED));
        }
        under = true;
        boolean soft = request.type() == ResetType.SOFT;
        return Rpc.Reply.of(new ResetAnswer(ResetStatus.ACCEPTED))
                .thenAnyway(() -> stopAll(soft ? StopReason.SOFT_RESET : StopReason.HARD_RESET)
                        .whenCompleteAsync(
                                (nothing, failure) -> {
                                    if (soft) {
                                        awaitDelivery(0);
                                    } else {
                                        restart(request.type());
                                    }
                                },
                                lane));
    }

    private CompletionStage<Void> stopAll(StopReason reason) {
        List<CompletableFuture<?>> stops = points.charging().map(Charging::sessions).orElse(List.of()).stream()
                .filter(session -> session.started().isPresent())
                .map(Session::id)
                .map(id -> points.charging()
                        .orElseThrow()
                        .stop(id, reason, Actor.backend(backend))
                        .toCompletableFuture())
                .<CompletableFuture<?>>map(stop -> stop)
                .toList();
        return CompletableFuture.allOf(stops.toArray(CompletableFuture<?>[]::new));
    }

    private void awaitDelivery(int looks) {
        boolean told = delivered.getAsBoolean() || looks >= MOST_LOOKS;
        boolean free = !busy.getAsBoolean() || looks >= MOST_LOOKS_AT_JOBS;
        if (told && free) {
            restart(ResetType.SOFT);
        } else {
            lane.after(LOOK, () -> awaitDelivery(looks + 1));
        }
    }

    private void restart(ResetType type) {
        goodbye.get().whenCompleteAsync((nothing, failure) -> restart(type, retries.getAsInt()), lane);
    }

    // Where it works this lane is gone before its time is up.
    private void restart(ResetType type, int more) {
        restart.now("the back end " + backend + " asked for a " + type.text() + " reset");
        lane.after(PATIENCE, () -> {
            if (more > 0) {
                log.warn("{}: the station was not restarted; it is tried again", backend);
                restart(type, more - 1);
                return;
            }
            log.error("{}: the station was not restarted and goes on", backend);
            under = false;
            comeBack.run();
        });
    }
}
