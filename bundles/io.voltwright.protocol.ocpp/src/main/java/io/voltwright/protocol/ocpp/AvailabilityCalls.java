package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.protocol.ocpp.Ocpp16.AvailabilityStatus;
import io.voltwright.protocol.ocpp.Ocpp16.AvailabilityType;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeAvailabilityAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ChangeAvailabilityRequest;
import io.voltwright.protocol.ocpp.Ocpp16.ChargePointErrorCode;
import io.voltwright.protocol.ocpp.Ocpp16.UnlockConnectorAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.UnlockConnectorRequest;
import io.voltwright.protocol.ocpp.Ocpp16.UnlockStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Lets the back end that controls the station take connectors out of service, and open locks (R-S09, R-S10, R-S12, R-S14). */
final class AvailabilityCalls {

    private final String backend;
    private final Roles roles;
    private final Standing standing;
    private final Lane lane;
    private final Points points;
    private final StatusReports reports;
    private final Consumer<Boolean> station;

    /**
     * @param station keeps and tells whether the station as a whole is in service
     */
    AvailabilityCalls(
            String backend,
            Roles roles,
            Standing standing,
            Lane lane,
            Rpc rpc,
            Points points,
            StatusReports reports,
            Consumer<Boolean> station) {
        this.backend = backend;
        this.roles = roles;
        this.standing = standing;
        this.lane = lane;
        this.points = points;
        this.reports = reports;
        this.station = station;
        rpc.onLater(ChangeAvailabilityRequest.class, this::change);
        rpc.onLater(UnlockConnectorRequest.class, this::unlock);
    }

    private CompletionStage<Rpc.Reply<ChangeAvailabilityAnswer>> change(ChangeAvailabilityRequest request) {
        boolean operative = request.type() == AvailabilityType.OPERATIVE;
        boolean whole = request.connectorId() == 0;
        Optional<Charging> charging = points.charging();
        List<Evse> evses = whole
                ? points.all()
                : points.find(request.connectorId()).stream().toList();
        if (!roles.controls() || evses.isEmpty() || charging.isEmpty()) {
            return CompletableFuture.completedFuture(answer(AvailabilityStatus.REJECTED));
        }
        // Charging itself waits for the end of a session; the answer does not.
        boolean later = !operative && evses.stream().anyMatch(Points::inTransaction);
        CompletionStage<Boolean> done = CompletableFuture.completedFuture(true);
        for (Evse evse : evses) {
            CompletionStage<Outcome> set = charging.get().setOperative(evse.id(), operative, Actor.backend(backend));
            if (operative || !Points.inTransaction(evse)) {
                done = done.thenCombine(set, (before, outcome) -> before && outcome.isDone());
            }
        }
        return done.thenApplyAsync(
                all -> {
                    if (whole && all) {
                        station.accept(operative);
                    }
                    return answer(
                            !all
                                    ? AvailabilityStatus.REJECTED
                                    : later ? AvailabilityStatus.SCHEDULED : AvailabilityStatus.ACCEPTED);
                },
                lane);
    }

    private static Rpc.Reply<ChangeAvailabilityAnswer> answer(AvailabilityStatus status) {
        return Rpc.Reply.of(new ChangeAvailabilityAnswer(status));
    }

    private CompletionStage<Rpc.Reply<UnlockConnectorAnswer>> unlock(UnlockConnectorRequest request) {
        Optional<Evse> evse = points.find(request.connectorId());
        Optional<Charging> charging = points.charging();
        if (evse.filter(Evse::lockable).isEmpty() || charging.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Rpc.Reply.of(new UnlockConnectorAnswer(UnlockStatus.NOT_SUPPORTED)));
        }
        boolean allowed = evse.orElseThrow()
                .session()
                .flatMap(session -> session.biller().map(biller -> standing.stops(session.id(), biller)))
                .orElse(roles.controls());
        if (!allowed) {
            return CompletableFuture.completedFuture(
                    Rpc.Reply.of(new UnlockConnectorAnswer(UnlockStatus.UNLOCK_FAILED)));
        }
        return charging.get()
                .unlock(evse.orElseThrow().id(), Actor.backend(backend))
                .thenApply(outcome -> outcome.isDone()
                        ? Rpc.Reply.of(new UnlockConnectorAnswer(UnlockStatus.UNLOCKED))
                        : Rpc.Reply.of(new UnlockConnectorAnswer(UnlockStatus.UNLOCK_FAILED))
                                .thenAnyway(() -> reports.warn(
                                        request.connectorId(), ChargePointErrorCode.CONNECTOR_LOCK_FAILURE)));
    }
}
