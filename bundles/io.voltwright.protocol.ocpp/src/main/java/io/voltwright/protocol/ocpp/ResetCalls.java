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
import java.util.function.Supplier;

/**
 * Lets the back end that controls the station restart it: softly, when the sessions are stopped and told; or hard, when they are
 * stopped, the rest being told after the restart (R-X10, R-T19).
 */
final class ResetCalls {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_LOOKS = 60;
    private static final int MOST_LOOKS_AT_JOBS = 600;

    private final String backend;
    private final Roles roles;
    private final Lane lane;
    private final Points points;
    private final BooleanSupplier delivered;
    private final BooleanSupplier busy;
    private final Supplier<CompletionStage<Void>> goodbye;
    private final Restart restart;
    private boolean under;

    /**
     * @param delivered whether the back end was told of the end of all sessions
     * @param busy whether a file is on its way or firmware is being installed, which a soft reset lets be done first
     * @param goodbye closes the connection for good; what was said before is sent before
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
            Restart restart) {
        this.backend = backend;
        this.roles = roles;
        this.lane = lane;
        this.points = points;
        this.delivered = delivered;
        this.busy = busy;
        this.goodbye = goodbye;
        this.restart = restart;
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
        goodbye.get()
                .whenComplete((nothing, failure) ->
                        restart.now("the back end " + backend + " asked for a " + type.text() + " reset"));
    }
}
