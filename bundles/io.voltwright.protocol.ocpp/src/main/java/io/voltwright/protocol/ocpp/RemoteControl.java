package io.voltwright.protocol.ocpp;

import io.voltwright.base.api.Actor;
import io.voltwright.base.api.EvseId;
import io.voltwright.base.api.IdToken;
import io.voltwright.base.api.Lane;
import io.voltwright.base.api.Outcome;
import io.voltwright.base.api.SessionId;
import io.voltwright.charging.api.Charging;
import io.voltwright.charging.api.Evse;
import io.voltwright.charging.api.Session;
import io.voltwright.charging.api.StopReason;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartStopStatus;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStartTransactionRequest;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStopTransactionAnswer;
import io.voltwright.protocol.ocpp.Ocpp16.RemoteStopTransactionRequest;
import io.voltwright.users.api.Authorization.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the back end start and stop sessions (R-X12 to R-X15). */
final class RemoteControl {

    private static final Logger log = LoggerFactory.getLogger(RemoteControl.class);

    private final String name;
    private final String backend;
    private final Roles roles;
    private final Standing standing;
    private final Lane lane;
    private final Rpc rpc;
    private final KeyBook keys;
    private final Points points;
    private final Map<SessionId, OpenTransaction> open;
    private final BackEndAuthorizer authorizer;
    private final Bookings bookings;
    private final ProfileCalls profiles;
    private final SmartCharging smart;

    RemoteControl(
            Settings settings,
            Standing standing,
            Lane lane,
            Rpc rpc,
            KeyBook keys,
            Points points,
            Map<SessionId, OpenTransaction> open,
            BackEndAuthorizer authorizer,
            Bookings bookings,
            ProfileCalls profiles,
            SmartCharging smart) {
        this.name = settings.name();
        this.backend = settings.backEnd();
        this.roles = settings.roles();
        this.standing = standing;
        this.lane = lane;
        this.rpc = rpc;
        this.keys = keys;
        this.points = points;
        this.open = open;
        this.authorizer = authorizer;
        this.bookings = bookings;
        this.profiles = profiles;
        this.smart = smart;
        rpc.onLater(RemoteStartTransactionRequest.class, this::start);
        rpc.on(RemoteStopTransactionRequest.class, this::stop);
    }

    private CompletionStage<Rpc.Reply<RemoteStartTransactionAnswer>> start(RemoteStartTransactionRequest request) {
        List<Evse> evses = request.connectorId().isPresent()
                ? points.find(request.connectorId().get()).stream().toList()
                : points.all();
        List<Evse> ready = evses.stream()
                .filter(RemoteControl::ready)
                .sorted(RemoteControl::pluggedFirst)
                .toList();
        // Before acceptance nothing is started (R-B03).
        if (rpc.mode() != Rpc.Mode.OPEN || points.charging().isEmpty()) {
            return CompletableFuture.completedFuture(rejected());
        }
        IdToken token;
        try {
            token = IdToken.card(request.idTag());
        } catch (IllegalArgumentException e) {
            throw new Violation(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "idTag: " + e.getMessage());
        }
        return firstThatAdmits(ready, token)
                .exceptionally(failure -> Optional.empty())
                .thenApplyAsync(
                        evse -> evse.map(there -> start(request, there.id(), token))
                                .orElseGet(RemoteControl::rejected),
                        lane);
    }

    private CompletionStage<Optional<Evse>> firstThatAdmits(List<Evse> evses, IdToken token) {
        if (evses.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Evse first = evses.get(0);
        return bookings.admits(first, token)
                .thenCompose(admits -> admits
                        ? CompletableFuture.completedFuture(Optional.of(first))
                        : firstThatAdmits(evses.subList(1, evses.size()), token));
    }

    private Rpc.Reply<RemoteStartTransactionAnswer> start(
            RemoteStartTransactionRequest request, EvseId evse, IdToken token) {
        Optional<Profile> profile = request.chargingProfile().flatMap(given -> profiles.forStart(given, evse));
        if (request.chargingProfile().isPresent() && profile.isEmpty()) {
            return rejected();
        }
        return Rpc.Reply.of(new RemoteStartTransactionAnswer(RemoteStartStopStatus.ACCEPTED))
                .then(() -> authorise(evse, token, profile));
    }

    private static Rpc.Reply<RemoteStartTransactionAnswer> rejected() {
        return Rpc.Reply.of(new RemoteStartTransactionAnswer(RemoteStartStopStatus.REJECTED));
    }

    private static boolean ready(Evse evse) {
        boolean ready =
                switch (evse.status()) {
                    case AVAILABLE, PREPARING, RESERVED -> true;
                    default -> false;
                };
        return ready && evse.session().flatMap(Session::token).isEmpty();
    }

    private static int pluggedFirst(Evse one, Evse other) {
        return Boolean.compare(other.plugged(), one.plugged());
    }

    private void authorise(EvseId evse, IdToken token, Optional<Profile> profile) {
        if (!keys.flag(Keys16.AUTHORIZE_REMOTE)) {
            begin(evse, token, profile);
            return;
        }
        authorizer
                .ask(token, evse)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (failure == null && answer.verdict() == Verdict.ACCEPTED) {
                                begin(evse, token, profile);
                            } else {
                                log.info("{}: remote start at {} not authorised", name, evse);
                            }
                        },
                        lane);
    }

    private void begin(EvseId evse, IdToken token, Optional<Profile> profile) {
        Optional<Charging> charging = points.charging();
        if (charging.isEmpty()) {
            log.warn("{}: remote start at {} came to nothing: charging is not there", name, evse);
            return;
        }
        // Before the session can begin, so that it never draws more.
        profile.ifPresent(smart::await);
        Optional<String> biller = roles.bills() ? Optional.of(backend) : Optional.empty();
        charging.get()
                .start(evse, token, biller, Actor.backend(name))
                .whenCompleteAsync((outcome, failure) -> begun(evse, outcome, profile), lane);
    }

    private void begun(EvseId evse, @org.jspecify.annotations.Nullable Outcome outcome, Optional<Profile> profile) {
        if (outcome == null || !outcome.isDone()) {
            String why = outcome == null ? "charging failed" : outcome.reasonOrDone();
            log.info("{}: remote start at {} came to nothing: {}", name, evse, why);
            profile.ifPresent(smart::notStarted);
            return;
        }
        profile.ifPresent(smart::started);
    }

    private Rpc.Reply<RemoteStopTransactionAnswer> stop(RemoteStopTransactionRequest request) {
        Optional<OpenTransaction> transaction = open.values().stream()
                .filter(known -> known.acknowledged() && known.id() == request.transactionId())
                .filter(known -> standing.stops(known.session(), known.biller()))
                .findFirst();
        Optional<Charging> charging = points.charging();
        if (rpc.mode() != Rpc.Mode.OPEN
                || transaction.isEmpty()
                || charging.flatMap(there -> there.session(transaction.get().session()))
                        .isEmpty()) {
            return Rpc.Reply.of(new RemoteStopTransactionAnswer(RemoteStartStopStatus.REJECTED));
        }
        SessionId session = transaction.get().session();
        return Rpc.Reply.of(new RemoteStopTransactionAnswer(RemoteStartStopStatus.ACCEPTED))
                .then(() -> charging.get()
                        .stop(session, StopReason.REMOTE, Actor.backend(name))
                        .thenAccept(outcome -> {
                            if (!outcome.isDone()) {
                                log.warn("{}: remote stop of {}: {}", name, session, outcome.reasonOrDone());
                            }
                        }));
    }
}
