package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.TokenRef;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.EvseStatus;
import io.voltwright.charging.api.Reservation;
import io.voltwright.charging.api.Reservations;
import io.voltwright.protocol.ocpp.Ocpp16.CancelReservationAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.CancelReservationRequest;
import io.voltwright.protocol.ocpp.Ocpp16.CancelReservationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.ReservationStatus;
import io.voltwright.protocol.ocpp.Ocpp16.ReserveNowAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.ReserveNowRequest;
import io.voltwright.users.api.Authority;
import io.voltwright.users.api.Authorizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a back end that authorises keep connectors free for its tokens (R-R01 to R-R08); a reservation is its own alone. */
final class Bookings {

    private static final Logger log = LoggerFactory.getLogger(Bookings.class);

    private final String backend;
    private final Roles roles;
    private final Rpc rpc;
    private final Points points;
    private final Supplier<Optional<Reservations>> reservations;
    private final Supplier<Optional<Authority>> authority;
    private final Authorizer authorizer;

    Bookings(
            String backend,
            Roles roles,
            Rpc rpc,
            Points points,
            Supplier<Optional<Reservations>> reservations,
            Supplier<Optional<Authority>> authority,
            Authorizer authorizer) {
        this.backend = backend;
        this.roles = roles;
        this.rpc = rpc;
        this.points = points;
        this.reservations = reservations;
        this.authority = authority;
        this.authorizer = authorizer;
        rpc.onLater(ReserveNowRequest.class, this::reserve);
        rpc.onLater(CancelReservationRequest.class, this::cancel);
    }

    private CompletionStage<Rpc.Reply<ReserveNowAnswer>> reserve(ReserveNowRequest request) {
        Optional<Evse> evse = points.find(request.connectorId());
        Optional<Reservations> there = reservations.get();
        if (rpc.mode() != Rpc.Mode.OPEN
                || !roles.authorises()
                || there.isEmpty()
                || (evse.isEmpty() && request.connectorId() != 0)) {
            return CompletableFuture.completedFuture(reserved(ReservationStatus.REJECTED));
        }
        var asked = new Reservations.Request(
                String.valueOf(request.reservationId()),
                backend,
                evse.map(Evse::id),
                token("idTag", request.idTag()),
                request.parentIdTag().filter(tag -> !tag.isBlank()).map(tag -> token("parentIdTag", tag)),
                request.expiryDate());
        return there.get().reserve(asked, Actor.backend(backend)).thenApply(answer -> {
            log.info("{}: reservation {}: {}", backend, request.reservationId(), answer);
            return reserved(status(answer.verdict()));
        });
    }

    private static IdToken token(String field, String idTag) {
        try {
            return IdToken.card(idTag);
        } catch (IllegalArgumentException e) {
            throw new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, field + ": " + e.getMessage());
        }
    }

    private static ReservationStatus status(Reservations.Verdict verdict) {
        return switch (verdict) {
            case ACCEPTED -> ReservationStatus.ACCEPTED;
            case OCCUPIED -> ReservationStatus.OCCUPIED;
            case FAULTED -> ReservationStatus.FAULTED;
            case UNAVAILABLE -> ReservationStatus.UNAVAILABLE;
            case REJECTED -> ReservationStatus.REJECTED;
        };
    }

    private static Rpc.Reply<ReserveNowAnswer> reserved(ReservationStatus status) {
        return Rpc.Reply.of(new ReserveNowAnswer(status));
    }

    private CompletionStage<Rpc.Reply<CancelReservationAnswer>> cancel(CancelReservationRequest request) {
        return reservations
                .get()
                .map(there -> there.cancel(backend, String.valueOf(request.reservationId()), Actor.backend(backend))
                        .thenApply(outcome -> cancelled(outcome.isDone())))
                .orElseGet(() -> CompletableFuture.completedFuture(cancelled(false)));
    }

    private static Rpc.Reply<CancelReservationAnswer> cancelled(boolean done) {
        return Rpc.Reply.of(new CancelReservationAnswer(
                done ? CancelReservationStatus.ACCEPTED : CancelReservationStatus.REJECTED));
    }

    /** Whether a token may start at an EVSE that is kept free: for itself or its group (R-R03, R-R08). */
    CompletionStage<Boolean> admits(Evse evse, IdToken token) {
        if (evse.status() != EvseStatus.RESERVED) {
            return CompletableFuture.completedFuture(true);
        }
        List<Reservation> there = reservations.get().map(Reservations::reservations).orElse(List.of()).stream()
                .filter(one -> one.evse().isEmpty() || one.evse().equals(Optional.of(evse.id())))
                .toList();
        Optional<Authority> users = authority.get();
        if (there.isEmpty() || users.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return users.get().refer(token).thenCompose(ref -> admits(there, users.get(), evse.id(), token, ref));
    }

    private CompletionStage<Boolean> admits(
            List<Reservation> there, Authority users, EvseId evse, IdToken token, TokenRef ref) {
        if (there.stream().anyMatch(one -> one.admits(ref, Optional.empty()))) {
            return CompletableFuture.completedFuture(true);
        }
        if (there.stream().allMatch(one -> one.group().isEmpty())) {
            return CompletableFuture.completedFuture(false);
        }
        return group(token, evse)
                .thenApply(group -> there.stream().anyMatch(one -> one.admits(ref, group.map(users::referGroup))));
    }

    // By what is known of it, else by asking.
    private CompletionStage<Optional<IdToken>> group(IdToken token, EvseId evse) {
        return authorizer
                .recall(token)
                .thenCompose(known -> known.flatMap(Authorizer.Answer::group).isPresent()
                        ? CompletableFuture.completedFuture(known.flatMap(Authorizer.Answer::group))
                        : authorizer
                                .ask(token, evse)
                                .handle((answer, failure) ->
                                        failure == null ? answer.group() : Optional.<IdToken>empty()));
    }
}
